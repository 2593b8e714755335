package io.berth.e2e.kit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/**
 * One of Berth's programs as a process of its own, started from deploy/bin; may be killed and
 * started again.
 */
public final class Program implements AutoCloseable {
  private static final HttpClient HTTP =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(1)).build();

  private final List<String> command;
  private final URI ready;
  private final Path log;
  private Process process;

  /**
   * Prepares a program.
   *
   * @param ready answers 200 once the program can be used
   * @param log what it prints is appended here
   */
  public Program(String name, List<String> arguments, URI ready, Path log) {
    this.command =
        new ArrayList<>(List.of(Ground.deploy().resolve("bin").resolve(name).toString()));
    this.command.addAll(arguments);
    this.ready = ready;
    this.log = log;
  }

  /** Starts it and waits until it is ready. */
  public Program start() {
    launch();
    awaitReady();
    return this;
  }

  /** Starts it without waiting. */
  public Program launch() {
    try {
      ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
      builder.redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
      builder
          .environment()
          .keySet()
          .removeAll(List.of("DOCKER_HOST", "BERTH_SERVER", "BERTH_CLUSTER", "BERTH_DATA_DIR"));
      process = builder.start();
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Waits until it says that it is ready. */
  public void awaitReady() {
    Awaitility.await(command.get(0) + " is ready, see " + log)
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofMillis(50))
        .failFast(command.get(0) + " ended, see " + log, () -> !process.isAlive())
        .until(this::isReady);
  }

  /** Whether it says that it is ready. */
  public boolean isReady() {
    try {
      HttpRequest request = HttpRequest.newBuilder(ready).timeout(Duration.ofSeconds(2)).build();
      return HTTP.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** Whether the process runs. */
  public boolean isAlive() {
    return process != null && process.isAlive();
  }

  /** Kills it with SIGKILL. */
  public void kill() {
    process.destroyForcibly();
    await();
  }

  /** Asks it to end with SIGTERM and waits; answers its exit code. */
  public int stop() {
    process.destroy();
    return await();
  }

  /** Waits until it has ended by itself; answers its exit code. */
  public int await() {
    try {
      if (!process.waitFor(30, TimeUnit.SECONDS)) {
        throw new IllegalStateException(command.get(0) + " does not end, see " + log);
      }
      return process.exitValue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Stops it where it is (SIGSTOP). */
  public void suspend() {
    Ground.run(Map.of(), List.of("kill", "-STOP", Long.toString(process.pid())));
  }

  /** Lets it go on (SIGCONT). */
  public void resume() {
    Ground.run(Map.of(), List.of("kill", "-CONT", Long.toString(process.pid())));
  }

  /** What it printed so far, over all its starts. */
  public String output() {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Kills it if it still runs. */
  @Override
  public void close() {
    if (isAlive()) {
      kill();
    }
  }
}

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
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/**
 * One of Berth's programs as a process of its own, started from deploy/bin; may be killed and
 * started again.
 */
public final class Program implements AutoCloseable {
  // What tests that are broken off have started ends with them.
  private static final Set<Process> STARTED = ConcurrentHashMap.newKeySet();

  static {
    Thread end = new Thread(() -> STARTED.forEach(Process::destroyForcibly), "end");
    Runtime.getRuntime().addShutdownHook(end);
  }

  private static final HttpClient HTTP =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(1)).build();

  private final String name;
  private final List<String> command;
  private final int programAt;
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
    this(List.of(), name, arguments, ready, log);
  }

  /**
   * Prepares a program that runs through another command.
   *
   * @param prefix becomes the program in the end, such as {@code env} or {@code nsenter}
   */
  public Program(List<String> prefix, String name, List<String> arguments, URI ready, Path log) {
    this.name = name;
    this.command = new ArrayList<>(prefix);
    this.programAt = prefix.size();
    this.command.add(name);
    become(Ground.deploy().resolve("bin"));
    this.command.addAll(arguments);
    this.ready = ready;
    this.log = log;
  }

  /** One more like it, not started yet. */
  public Program another() {
    return new Program(this);
  }

  private Program(Program like) {
    this.name = like.name;
    this.command = new ArrayList<>(like.command);
    this.programAt = like.programAt;
    this.ready = like.ready;
    this.log = like.log;
  }

  /** From its next start on it is the build of it that is in this folder. */
  public void become(Path bin) {
    command.set(programAt, bin.resolve(name).toString());
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
      builder.environment().keySet().removeIf(Program::standsForAFlag);
      Ground.archivesFirst(builder);
      process = builder.start();
      STARTED.add(process);
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** All but what bin/ reads itself: which Java, and how. */
  private static boolean standsForAFlag(String variable) {
    return variable.equals("DOCKER_HOST")
        || (variable.startsWith("BERTH_") && !variable.matches("BERTH_(CDS.*|JAVA_OPTS)"));
  }

  /** Waits until it says that it is ready. */
  public void awaitReady() {
    Awaitility.await(name + " is ready, see " + log)
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofMillis(20))
        .failFast(this::mustBeAlive)
        .until(this::isReady);
  }

  private void mustBeAlive() {
    if (!process.isAlive()) {
      List<String> lines = output().lines().toList();
      List<String> last = lines.subList(Math.max(0, lines.size() - 20), lines.size());
      throw new IllegalStateException(
          name + " ended, see " + log + ", whose end is\n" + String.join("\n", last));
    }
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
    last().destroyForcibly();
    await();
  }

  /** Asks it to end with SIGTERM and waits; answers its exit code. */
  public int stop() {
    last().destroy();
    return await();
  }

  /** Waits until it has ended by itself; answers its exit code. */
  public int await() {
    try {
      if (!process.waitFor(30, TimeUnit.SECONDS)) {
        throw new IllegalStateException(name + " does not end, see " + log);
      }
      return process.exitValue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Stops it where it is (SIGSTOP). */
  public void suspend() {
    Ground.run(Map.of(), List.of("kill", "-STOP", Long.toString(pid())));
  }

  /** Lets it go on (SIGCONT). */
  public void resume() {
    Ground.run(Map.of(), List.of("kill", "-CONT", Long.toString(pid())));
  }

  /** Its process id. */
  public long pid() {
    return last().pid();
  }

  /** The memory that it has, in bytes (its resident set). */
  public long memory() {
    try (Stream<String> lines = Files.lines(Path.of("/proc", Long.toString(pid()), "status"))) {
      String kilobytes = lines.filter(line -> line.startsWith("VmRSS:")).findFirst().orElseThrow();
      return Long.parseLong(kilobytes.replaceAll("[^0-9]", "")) * 1024;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The program itself: of all commands before it, sudo alone does not become it but waits. */
  private ProcessHandle last() {
    ProcessHandle last = process.toHandle();
    while (last.info().command().orElse("").endsWith("/sudo")) {
      last = last.children().findFirst().orElseThrow();
    }
    return last;
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

package io.berth.e2e.kit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A PostgreSQL of a test's own, which may be stopped, killed and held still. */
public final class Postgres implements AutoCloseable {
  private final Path folder;
  private String url;

  private Postgres(Path folder) {
    this.folder = folder;
  }

  /** Starts one. */
  public static Postgres open(String name) {
    Postgres postgres = new Postgres(Ground.folder(name));
    postgres.start();
    return postgres;
  }

  /** Its JDBC URL; it stays the same over restarts. */
  public String url() {
    return url;
  }

  /** Starts it again. */
  public void start() {
    url = run("start").strip().lines().reduce((first, last) -> last).orElseThrow();
  }

  /** Shuts it down. */
  public void stop() {
    run("stop");
  }

  /** Kills it with SIGKILL. */
  public void kill() {
    run("kill");
  }

  /**
   * Holds all its processes still (SIGSTOP): connections stay open and nobody answers. The first of
   * them before the others, so that it makes no further one meanwhile.
   */
  public void suspend() {
    ProcessHandle first = first();
    signal("-STOP", List.of(first));
    signal("-STOP", first.descendants().toList());
  }

  /** Lets them go on (SIGCONT); the first of them last, as it would bury those that end. */
  public void resume() {
    ProcessHandle first = first();
    signal("-CONT", first.descendants().toList());
    signal("-CONT", List.of(first));
  }

  @Override
  public void close() {
    run("remove");
  }

  private static void signal(String signal, List<ProcessHandle> processes) {
    List<String> command = new ArrayList<>(List.of("kill", signal));
    processes.forEach(process -> command.add(Long.toString(process.pid())));
    Ground.run(Map.of(), Ground.asRoot(command));
  }

  private ProcessHandle first() {
    try {
      String pid = Files.readString(folder.resolve("postgres.pid")).split(" ", 2)[0];
      return ProcessHandle.of(Long.parseLong(pid)).orElseThrow();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String run(String command) {
    return Ground.run(
        Map.of(),
        List.of(Ground.deploy().resolve("parts/postgres").toString(), command, folder.toString()));
  }
}

package io.berth.server.journal.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** A PostgreSQL of the test's own, that may be killed and frozen: {@code deploy/parts/postgres}. */
final class PrivateServer implements AutoCloseable {
  private static final Path SCRIPT = Path.of("../deploy/parts/postgres");

  private final Path dir;
  private final String url;

  private PrivateServer(Path dir, String url) {
    this.dir = dir;
    this.url = url;
  }

  static PrivateServer start(Path dir) throws Exception {
    return new PrivateServer(dir, run("start", dir));
  }

  /** The JDBC URL of a database whose owner may create others. */
  String url() {
    return url;
  }

  int port() {
    return Integer.parseInt(url.replaceFirst(".*:([0-9]+)/.*", "$1"));
  }

  /** Starts it again, on the same port. */
  void start() throws Exception {
    run("start", dir);
  }

  /** Ends it as a power cut does. */
  void kill() throws Exception {
    run("kill", dir);
  }

  /** Stops every process of it where it is. */
  void freeze() throws Exception {
    signal("STOP");
  }

  /** Lets them go on. */
  void thaw() throws Exception {
    signal("CONT");
  }

  @Override
  public void close() throws Exception {
    run("remove", dir);
  }

  private void signal(String signal) throws Exception {
    long pid = Long.parseLong(Files.readAllLines(dir.resolve("data/postmaster.pid")).get(0));
    ProcessHandle first = ProcessHandle.of(pid).orElseThrow();
    // The one that makes the others first: so none is missed.
    for (ProcessHandle process : Stream.concat(Stream.of(first), first.descendants()).toList()) {
      exec("kill", "-s", signal, Long.toString(process.pid()));
    }
  }

  private static String run(String command, Path dir) throws Exception {
    return exec(SCRIPT.toString(), command, dir.toString());
  }

  private static String exec(String... command) throws IOException, InterruptedException {
    Path out = Files.createTempFile("postgres", ".out");
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectOutput(out.toFile())
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      assertThat(process.waitFor()).as(String.join(" ", command)).isZero();
      return Files.readString(out, StandardCharsets.UTF_8).strip();
    } finally {
      Files.delete(out);
    }
  }
}

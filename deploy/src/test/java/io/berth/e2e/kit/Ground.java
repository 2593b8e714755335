package io.berth.e2e.kit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** What the machine has for tests, as deploy/verify says in the environment. */
public final class Ground {
  private static final int FIRST_PORT = 15_000;
  private static final int PORTS = 3_000;
  private static final int FORK = Integer.parseInt(System.getProperty("berth.fork", "1"));
  private static final AtomicInteger NEXT_PORT = new AtomicInteger();

  private Ground() {}

  /** The address of the Docker engine. */
  public static String dockerHost() {
    return needed("BERTH_TEST_DOCKER_HOST");
  }

  /** The image registry that the engine can pull from, {@code HOST:PORT}. */
  public static String imageRegistry() {
    return needed("BERTH_TEST_IMAGE_REGISTRY");
  }

  /** The JDBC URL of a PostgreSQL whose role may make databases. */
  public static String postgres() {
    return needed("BERTH_TEST_POSTGRES");
  }

  /** Whether the long forms of the tests are wanted: {@code -Dberth.faults=full}. */
  public static boolean full() {
    return System.getProperty("berth.faults", "").equals("full");
  }

  /** How many servers a {@link House} has: {@code -Dberth.servers=3}; 1 unless said. */
  static int servers() {
    return Integer.parseInt(System.getProperty("berth.servers", "1"));
  }

  /** Whether this process may do everything. */
  static boolean isRoot() {
    return System.getProperty("user.name").equals("root");
  }

  /** A command as root runs it, through sudo for everybody else. */
  static List<String> asRoot(List<String> command) {
    if (isRoot()) {
      return command;
    }
    List<String> words = new ArrayList<>(List.of("sudo", "-n"));
    words.addAll(command);
    return words;
  }

  /** The deploy folder of the tree. */
  public static Path deploy() {
    return Path.of(System.getProperty("berth.home", ".")).toAbsolutePath().normalize();
  }

  /** A new folder for what a test leaves behind: data and logs, to look at when it fails. */
  public static Path folder(String name) {
    try {
      Path parent = Files.createDirectories(deploy().resolve("target/e2e"));
      return Files.createTempDirectory(parent, name + "-");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * A port of the loopback address that nobody listens on now, and that is given out once. It is
   * none of those that the kernel gives to whoever asks for any (32768 and up on Linux), else
   * somebody may have it before it is listened on.
   */
  public static int freePort() {
    int port;
    do {
      port = FIRST_PORT + (FORK - 1) * PORTS + Math.floorMod(NEXT_PORT.getAndIncrement(), PORTS);
    } while (!isFree(port));
    return port;
  }

  private static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      return socket.isBound();
    } catch (BindException e) {
      return false;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Runs a command to its end and answers what it printed to its standard output; fails with what
   * it complained of when it did not succeed within two minutes.
   */
  public static String run(Map<String, String> environment, List<String> command) {
    try {
      Path complaints = Files.createTempFile("berth", ".err");
      ProcessBuilder builder = new ProcessBuilder(command).redirectError(complaints.toFile());
      archivesFirst(builder);
      builder.environment().putAll(environment);
      Process process = builder.start();
      process.getOutputStream().close();
      String output =
          new String(
              process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
      boolean ended = process.waitFor(2, TimeUnit.MINUTES);
      String complained = Files.readString(complaints);
      Files.delete(complaints);
      if (!ended || process.exitValue() != 0) {
        throw new IllegalStateException(
            String.join(" ", command) + " failed: " + output + complained);
      }
      return output;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /**
   * Has the first start of a program wait for its class archive: made beside a test, it takes from
   * it what a whole core does in ten seconds.
   */
  static void archivesFirst(ProcessBuilder program) {
    program.environment().putIfAbsent("BERTH_CDS", "wait");
  }

  private static String needed(String variable) {
    String value = System.getenv(variable);
    if (value == null || value.isEmpty()) {
      throw new IllegalStateException(variable + " is not set; deploy/verify sets it");
    }
    return value;
  }
}

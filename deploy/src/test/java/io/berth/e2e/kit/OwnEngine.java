package io.berth.e2e.kit;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A Docker engine of a test's own, which may be stopped, killed and started again. */
public final class OwnEngine implements AutoCloseable {
  private final Path folder;
  private final List<String> arguments;
  private String dockerHost;

  private OwnEngine(Path folder, List<String> arguments) {
    this.folder = folder;
    this.arguments = List.copyOf(arguments);
  }

  /**
   * Starts one.
   *
   * @param folder where it keeps all that it has
   * @param arguments of dockerd, such as {@code --live-restore}
   */
  public static OwnEngine start(Path folder, String... arguments) {
    return new OwnEngine(folder, List.of(arguments)).start();
  }

  /** Starts one whose images and containers have no more room than this. */
  public static OwnEngine withRoom(Path folder, int mebibytes) {
    String data = folder.resolve("data").toString();
    root("mkdir", "-p", data);
    root("mount", "-t", "tmpfs", "-o", "size=" + mebibytes + "m", "tmpfs", data);
    return start(folder);
  }

  /** Takes so much of its room away. */
  public void fill(int mebibytes) {
    root("fallocate", "-l", mebibytes + "MiB", filler());
  }

  /** Gives it back. */
  public void free() {
    root("rm", filler());
  }

  private String filler() {
    return folder.resolve("data/filler").toString();
  }

  private static void root(String... command) {
    Ground.run(Map.of(), Ground.asRoot(List.of(command)));
  }

  /** Starts one in a network namespace. */
  static OwnEngine in(Namespace namespace, Path folder, List<String> arguments) {
    List<String> words = new ArrayList<>(List.of("--netns", namespace.name()));
    words.addAll(arguments);
    return new OwnEngine(folder, words).start();
  }

  /** Starts it again. */
  public OwnEngine start() {
    String printed = run("start", arguments);
    dockerHost = printed.strip().lines().reduce((first, last) -> last).orElseThrow();
    return this;
  }

  /** Its address. */
  public String dockerHost() {
    return dockerHost;
  }

  /** Ends it in peace. */
  public void stop() {
    run("stop", List.of());
  }

  /** Kills it with SIGKILL. */
  public void kill() {
    run("kill", List.of());
  }

  @Override
  public void close() {
    run("remove", List.of());
  }

  private String run(String command, List<String> more) {
    List<String> words = new ArrayList<>();
    words.add(Ground.deploy().resolve("parts/engine").toString());
    words.addAll(List.of(command, folder.toString()));
    words.addAll(more);
    return Ground.run(Map.of(), words);
  }
}

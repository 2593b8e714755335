package io.berth.e2e.kit;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** An image registry of a test's own, which may be stopped. */
public final class ImageRegistry implements AutoCloseable {
  private final Path folder;
  private final String address;

  private ImageRegistry(Path folder, String address) {
    this.folder = folder;
    this.address = begin(address);
  }

  /** Starts one on the loopback address. */
  public static ImageRegistry start(String name) {
    return new ImageRegistry(Ground.folder(name), "127.0.0.1:5100");
  }

  /** Starts one on another address of this machine. */
  static ImageRegistry on(String ip, String name) {
    return new ImageRegistry(Ground.folder(name), ip + ":5100");
  }

  private String begin(String... more) {
    return run("start", more).strip().lines().reduce((first, last) -> last).orElseThrow();
  }

  /** From now on it asks for a password. */
  public void guard(String user, String password) {
    stop();
    begin(address, user, password);
  }

  /** {@code HOST:PORT}. */
  public String address() {
    return address;
  }

  /** Ends it; what was pushed is gone from the network. */
  public void stop() {
    run("stop");
  }

  @Override
  public void close() {
    run("remove");
  }

  private String run(String command, String... more) {
    List<String> words =
        new java.util.ArrayList<>(
            List.of(
                Ground.deploy().resolve("parts/image-registry").toString(),
                command,
                folder.toString()));
    words.addAll(List.of(more));
    return Ground.run(Map.of(), words);
  }
}

package io.berth.e2e.kit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** Clocks that are wrong, through libfaketime. */
final class Clocks {
  private Clocks() {}

  /**
   * What a command is prefixed with so that it takes the time of day for another. Its monotonic
   * clock stays as it is (a JVM hangs without), and so do the times of files.
   *
   * @param offset how far its clock is ahead, or behind where negative
   */
  static List<String> off(Duration offset) {
    if (offset.isZero()) {
      return List.of();
    }
    return List.of(
        "env",
        "LD_PRELOAD=" + library(),
        String.format("FAKETIME=%+ds", offset.toSeconds()),
        "DONT_FAKE_MONOTONIC=1",
        "NO_FAKE_STAT=1");
  }

  private static Path library() {
    try (Stream<Path> found = Files.list(Path.of("/usr/lib"))) {
      return found
          .map(folder -> folder.resolve("faketime/libfaketimeMT.so.1"))
          .filter(Files::exists)
          .findFirst()
          .orElseThrow(() -> new IllegalStateException("libfaketime is not installed"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

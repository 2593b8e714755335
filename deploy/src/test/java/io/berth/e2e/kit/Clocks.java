package io.berth.e2e.kit;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Clocks that are wrong: src/test/c/clock.c says how. */
final class Clocks {
  private Clocks() {}

  /**
   * What a command is prefixed with so that it takes the time of day for another.
   *
   * @param offset how far its clock is ahead, or behind where negative
   */
  static List<String> off(Duration offset) {
    if (offset.isZero()) {
      return List.of();
    }
    return List.of("env", "LD_PRELOAD=" + library(), "CLOCK_OFFSET=" + offset.toSeconds());
  }

  private static Path library() {
    Path library = Ground.folder("clock").resolve("clock.so");
    Path source = Ground.deploy().resolve("src/test/c/clock.c");
    Ground.run(
        Map.of(),
        List.of("gcc", "-shared", "-fPIC", "-o", library.toString(), source.toString(), "-ldl"));
    return library;
  }
}

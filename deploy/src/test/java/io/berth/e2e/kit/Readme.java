package io.berth.e2e.kit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The commands of README.md, as they stand there. */
public final class Readme {
  private Readme() {}

  /**
   * Runs one in a folder.
   *
   * @param beginning tells it from the others
   * @param instead what stands for the addresses and paths of README
   */
  public static void run(Path folder, String beginning, Map<String, String> instead) {
    String command = command(beginning);
    for (Map.Entry<String, String> entry : instead.entrySet()) {
      if (!command.contains(entry.getKey())) {
        throw new IllegalStateException(entry.getKey() + " is not in: " + command);
      }
      command = command.replace(entry.getKey(), "'" + entry.getValue() + "'");
    }
    Ground.run(Map.of(), List.of("bash", "-ec", "cd '" + folder + "'; " + command));
  }

  private static String command(String beginning) {
    try {
      List<String> found =
          Files.readAllLines(Ground.deploy().resolveSibling("README.md")).stream()
              .filter(line -> line.startsWith(beginning))
              .toList();
      if (found.size() != 1) {
        throw new IllegalStateException(
            "README.md has " + found.size() + " commands that begin with " + beginning);
      }
      return found.get(0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

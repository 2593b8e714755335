package io.berth.server.journal.sqlite;

import io.berth.server.journal.JournalRefused;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteJDBCLoader;

/**
 * SQLite itself, which the driver unpacks so that the system can load it: into {@code /tmp} unless
 * told otherwise, where it may not be run, and where that of every killed server stays for ever.
 */
final class NativeLibrary {
  private static final Logger LOG = LoggerFactory.getLogger(NativeLibrary.class);
  private static final String WHERE = "org.sqlite.tmpdir";
  private static boolean loaded;

  private NativeLibrary() {}

  /**
   * Loads it by way of a folder in a data directory, which is gone afterwards: the process has what
   * was in it. Removes what a server left there that was killed in between. Where the disk is full,
   * or nothing on it may be run, {@code /tmp} has to do.
   *
   * @param dir held by this process
   * @throws JournalRefused when it can be unpacked and run in neither
   */
  static synchronized void load(Path dir) {
    Path folder = dir.toAbsolutePath().resolve("native");
    try {
      remove(folder);
      if (!loaded) {
        Files.createDirectory(folder);
        try {
          loaded = unpackTo(folder);
        } finally {
          remove(folder);
        }
      }
    } catch (Exception e) {
      throw new JournalRefused(
          "SQLite cannot be unpacked and run, neither in " + folder + " nor in /tmp: " + e);
    }
  }

  private static boolean unpackTo(Path folder) throws Exception {
    System.setProperty(WHERE, folder.toString());
    try {
      return SQLiteJDBCLoader.initialize();
    } catch (Exception e) {
      LOG.warn("SQLite is unpacked to /tmp, as {} will not do", folder);
      System.clearProperty(WHERE);
      return SQLiteJDBCLoader.initialize();
    }
  }

  private static void remove(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
      for (Path file : files) {
        Files.delete(file);
      }
    }
    Files.delete(folder);
  }
}

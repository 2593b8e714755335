package io.berth.agent.state;

import io.berth.api.ContainerRecord;
import io.berth.api.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Records on their way to the servers. One is on disk before its container is removed, and until a
 * server has it. Safe for any thread.
 */
public final class RecordSpool {
  /** When no server takes them, the oldest give way. */
  static final int MOST = 500;

  private static final Logger log = LoggerFactory.getLogger(RecordSpool.class);
  private static final String SUFFIX = ".json";

  private final Path folder;

  /** In this folder. */
  public RecordSpool(DataDir data) throws IOException {
    this.folder = data.resolve("records");
    Files.createDirectories(folder);
  }

  /** Returns once it is safe on disk. */
  public void put(ContainerRecord record) throws IOException {
    AtomicFile.write(file(record), Json.mapper().writeValueAsBytes(record));
    List<Path> files = files();
    for (Path oldest : files.subList(0, Math.max(0, files.size() - MOST))) {
      Files.deleteIfExists(oldest);
    }
  }

  /** The oldest, if any. One that cannot be read is dropped. */
  public Optional<ContainerRecord> oldest() throws IOException {
    for (Path file : files()) {
      try {
        return Optional.of(
            Json.mapper().readValue(Files.readAllBytes(file), ContainerRecord.class));
      } catch (IOException e) {
        log.warn("{} cannot be read and is dropped: {}", file, Reason.of(e));
        Files.deleteIfExists(file);
      }
    }
    return Optional.empty();
  }

  /** A server has it, or none will ever want it. */
  public void delete(ContainerRecord record) throws IOException {
    Files.deleteIfExists(file(record));
  }

  private Path file(ContainerRecord record) {
    return folder.resolve(record.namespace() + "." + record.id() + SUFFIX);
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> file.toString().endsWith(SUFFIX))
          // Asked once each: others may delete them meanwhile.
          .map(file -> Map.entry(writtenAt(file), file))
          .sorted(Map.Entry.comparingByKey())
          .map(Map.Entry::getValue)
          .toList();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private static FileTime writtenAt(Path file) {
    try {
      return Files.getLastModifiedTime(file);
    } catch (IOException goneMeanwhile) {
      return FileTime.fromMillis(0);
    }
  }
}

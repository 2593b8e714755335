package io.berth.sdk;

import io.berth.api.Json;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The last good answer on disk, as it was on the wire, for a program that starts while every server
 * is away. Several processes may share the directory: a file is replaced whole, the last one wins.
 *
 * <p>A cache that cannot be written or read costs a line in the log and nothing else.
 */
final class CacheFile<T> {
  private static final Logger log = LoggerFactory.getLogger(CacheFile.class);

  private final Optional<Path> file;
  private final Class<T> type;
  private final Executor writer;
  private final AtomicReference<T> pending = new AtomicReference<>();

  /**
   * @param file empty for no cache
   * @param writer runs what waits for the disk
   */
  CacheFile(Optional<Path> file, Class<T> type, Executor writer) {
    this.file = file;
    this.type = type;
    this.writer = writer;
  }

  /** What was saved last, unless the file is absent, corrupt, or of something else. */
  Optional<T> load(Predicate<T> fits) {
    if (file.isEmpty()) {
      return Optional.empty();
    }
    try {
      T saved = Json.mapper().readValue(Files.readAllBytes(file.get()), type);
      if (saved != null && fits.test(saved)) {
        return Optional.of(saved);
      }
      log.warn("The cache file {} is not what its name says, it is ignored", file.get());
    } catch (NoSuchFileException e) {
      log.debug("No cache file {}", file.get());
    } catch (IOException e) {
      log.warn("The cache file {} cannot be read, it is ignored: {}", file.get(), e.getMessage());
    }
    return Optional.empty();
  }

  /** Saves it soon, from any thread; of values that come faster than the disk the last is saved. */
  void save(T value) {
    if (file.isPresent() && pending.getAndSet(value) == null) {
      writer.execute(() -> write(file.get()));
    }
  }

  private void write(Path path) {
    T value = pending.getAndSet(null);
    try {
      byte[] json = Json.mapper().writeValueAsBytes(value);
      Path fresh = Files.createTempFile(path.getParent(), path.getFileName().toString(), ".tmp");
      try {
        sync(fresh, json);
        Files.move(fresh, path, StandardCopyOption.ATOMIC_MOVE);
      } finally {
        Files.deleteIfExists(fresh);
      }
    } catch (IOException e) {
      log.warn("The cache file {} cannot be written: {}", path, e.toString());
    }
  }

  /** Before the rename, or a power cut could leave the new name on an empty file. */
  private static void sync(Path path, byte[] bytes) throws IOException {
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE)) {
      ByteBuffer left = ByteBuffer.wrap(bytes);
      while (left.hasRemaining()) {
        channel.write(left);
      }
      channel.force(true);
    }
  }
}

package io.berth.server.journal.sqlite;

import io.berth.server.journal.JournalRefused;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A data directory that this process holds alone, by a lock on its {@code server.lock}. The lock
 * ends with the process, however it ends; the file stays.
 */
final class DataDir implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(DataDir.class);
  private static final String LOCK = "server.lock";

  // The system's lock is the process's: a second one of this process would not be kept out by it,
  // and letting go of that would let go of the first.
  private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

  private final Path path;
  private final Path real;
  private final FileChannel channel;
  private final boolean fresh;

  private DataDir(Path path, Path real, FileChannel channel, boolean fresh) {
    this.path = path;
    this.real = real;
    this.channel = channel;
    this.fresh = fresh;
  }

  /** Takes a directory, which is made where there is none. */
  static DataDir hold(Path path) {
    if (Files.exists(path) && !Files.isDirectory(path)) {
      throw new JournalRefused("the data directory " + path + " is not a directory");
    }
    try {
      Files.createDirectories(path);
      Path real = path.toRealPath();
      if (!HELD.add(real)) {
        throw inUse(path, " (this very process)");
      }
      try {
        return lock(path, real);
      } catch (IOException | RuntimeException e) {
        HELD.remove(real);
        throw e;
      }
    } catch (IOException e) {
      throw new JournalRefused("the data directory " + path + " cannot be written: " + e);
    }
  }

  private static DataDir lock(Path path, Path real) throws IOException {
    Path file = real.resolve(LOCK);
    boolean fresh = Files.notExists(file);
    FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    if (channel.tryLock() == null) {
      String holder = holder(channel);
      channel.close();
      throw inUse(path, holder);
    }
    return new DataDir(path, real, channel, fresh);
  }

  private static JournalRefused inUse(Path path, String holder) {
    return new JournalRefused(
        "the data directory " + path + " is in use by another server" + holder);
  }

  Path path() {
    return path;
  }

  /** Writes down who holds it. */
  void sign() {
    try {
      channel.truncate(0);
      ByteBuffer pid =
          ByteBuffer.wrap((ProcessHandle.current().pid() + "\n").getBytes(StandardCharsets.UTF_8));
      channel.write(pid, 0);
    } catch (IOException e) {
      LOG.debug("{} does not say who holds it", path.resolve(LOCK), e);
    }
  }

  /**
   * Lets go, and leaves nothing behind that was not there before. A server that waits on the
   * deleted lock at this moment finds the same fault, and so lets go as well.
   */
  void abandon() {
    try {
      if (fresh) {
        Files.deleteIfExists(path.resolve(LOCK));
      }
    } catch (IOException e) {
      LOG.debug("{} stays", path.resolve(LOCK), e);
    }
    close();
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      LOG.warn("the lock of {} was not let go", path, e);
    }
    HELD.remove(real);
  }

  private static String holder(FileChannel channel) throws IOException {
    ByteBuffer pid = ByteBuffer.allocate(20);
    channel.read(pid, 0);
    String text = new String(pid.array(), 0, pid.position(), StandardCharsets.UTF_8).strip();
    return text.isEmpty() ? "" : " (pid " + text + ")";
  }
}

package io.berth.agent.proxy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Where a proxy is told what to do. Each has a socket of its own, and a link stands for the one
 * that is to be told: so that a successor takes the name over in one instant, and still reaches the
 * one before it.
 */
final class Sockets {
  // sockaddr_un of Linux has 108, with the zero at the end.
  private static final int LONGEST = 107;
  private static final AtomicInteger STARTED = new AtomicInteger();

  private Sockets() {}

  /** The name that stands for the proxy of a folder. */
  static Path link(Path folder) {
    return folder.resolve("proxy.sock");
  }

  /**
   * A new one.
   *
   * @throws IOException when the system takes no socket of such a name; the message says why
   */
  static Path own(Path folder) throws IOException {
    long pid = ProcessHandle.current().pid();
    Path own = folder.resolve("proxy-" + pid + "-" + STARTED.incrementAndGet() + ".sock");
    int length = own.toString().getBytes(StandardCharsets.UTF_8).length;
    if (length > LONGEST) {
      throw new IOException(
          "the data directory's path is too long: a unix socket's has at most "
              + LONGEST
              + " bytes, and "
              + own
              + " has "
              + length);
    }
    return own;
  }

  /** Has the link stand for a socket from now on. */
  static void point(Path link, Path own) throws IOException {
    Path fresh = link.resolveSibling(own.getFileName() + ".link");
    Files.deleteIfExists(fresh);
    Files.createSymbolicLink(fresh, own.getFileName());
    Files.move(fresh, link, StandardCopyOption.ATOMIC_MOVE);
  }
}

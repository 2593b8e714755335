package io.berth.agent.proxy;

import java.io.IOException;
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
  private static final AtomicInteger STARTED = new AtomicInteger();

  private Sockets() {}

  /** The name that stands for the proxy of a folder. */
  static Path link(Path folder) {
    return folder.resolve("proxy.sock");
  }

  /** A new one. */
  static Path own(Path folder) {
    long pid = ProcessHandle.current().pid();
    return folder.resolve("proxy-" + pid + "-" + STARTED.incrementAndGet() + ".sock");
  }

  /** Has the link stand for a socket from now on. */
  static void point(Path link, Path own) throws IOException {
    Path fresh = link.resolveSibling(own.getFileName() + ".link");
    Files.deleteIfExists(fresh);
    Files.createSymbolicLink(fresh, own.getFileName());
    Files.move(fresh, link, StandardCopyOption.ATOMIC_MOVE);
  }
}

package io.berth.agent.http;

import io.berth.agent.container.LogSource.Range;
import io.berth.agent.container.LogSource.Reader;
import io.berth.api.LogLine;
import io.berth.api.Status;
import java.io.Closeable;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;

/**
 * What comes in from one container. The engine's thread fills the queue, and waits while it is
 * full; an empty entry is the end, or that it broke off.
 */
final class Inlet implements Reader, Closeable {
  private final Status status;
  private final BlockingQueue<Optional<LogLine>> queue;
  private volatile Instant last;
  private volatile boolean over;
  private Closeable reading;

  /**
   * Of one start of a container.
   *
   * @param opened when: what is printed after it is read
   */
  Inlet(Status status, BlockingQueue<Optional<LogLine>> queue, Instant opened) {
    this.status = status;
    this.queue = queue;
    this.last = opened;
  }

  /** What opens it. */
  interface Source {
    Closeable read(String name, Range range, Reader reader);
  }

  Inlet open(Source source, Range range) {
    reading = source.read(status.instance(), range, this);
    return this;
  }

  BlockingQueue<Optional<LogLine>> queue() {
    return queue;
  }

  /** Whether its container has been started again since, and what that prints is not read here. */
  boolean isBehind(Status now) {
    return over && !now.startedAt().equals(status.startedAt());
  }

  /** Up to when all is read. */
  Instant upTo() {
    return last;
  }

  boolean isOver() {
    return over;
  }

  @Override
  public void line(Instant time, String stream, String text) throws InterruptedException {
    queue.put(Optional.of(said(time, stream, text)));
    last = time;
  }

  @Override
  public void ended(String trouble) {
    try {
      if (!trouble.isEmpty()) {
        String why = status.instance() + " cannot be read: " + trouble;
        queue.put(Optional.of(said(last, LogLine.BERTH, why)));
      }
      over = true;
      queue.put(Optional.empty());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // It was closed: nobody waits for the end.
    }
  }

  private LogLine said(Instant time, String stream, String text) {
    return new LogLine(
        status.host(), status.instance(), status.replica(), status.revision(), time, stream, text);
  }

  @Override
  public void close() throws IOException {
    reading.close();
  }
}

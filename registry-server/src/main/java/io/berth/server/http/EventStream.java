package io.berth.server.http;

import io.berth.api.Event;
import io.berth.server.watch.Loop;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;

/**
 * One follower of the journal. It is fed from the journal itself, in order and without gaps, as
 * fast as it reads; what memory says only tells when to look. All happens on its {@link Loop}, but
 * for {@link #wake}, {@link #offer} and {@link #end}.
 */
final class EventStream {
  private static final Duration BEAT = Duration.ofSeconds(15);

  private final Loop loop;
  private final Sink sink;
  private final LongSupplier newest;
  private final EventPages pages;
  private final AtomicBoolean woken = new AtomicBoolean();
  private long last;
  private boolean reading;
  private boolean wasFull;
  private boolean closed;

  /** Where the stream is written to. */
  interface Sink {
    void write(Buffer text);

    /** Whether the follower reads slower than is written; {@link #drained} tells when not. */
    boolean full();

    void close();
  }

  /**
   * Wires it.
   *
   * @param newest the seq up to which there is something to read
   * @param pages of the journal
   */
  EventStream(Loop loop, Sink sink, LongSupplier newest, EventPages pages) {
    this.loop = loop;
    this.sink = sink;
    this.newest = newest;
    this.pages = pages;
  }

  /** Starts after this seq. */
  void begin(long seq) {
    last = seq;
    write(": from seq " + seq + "\n\n");
    loop.after(BEAT, this::beat);
    read();
  }

  /** There may be more in the journal; from any thread. */
  void wake() {
    if (!woken.getAndSet(true)) {
      loop.run(this::read);
    }
  }

  /** Something that is not in the journal; from any thread. */
  void offer(Buffer text) {
    loop.run(
        () -> {
          if (!closed && !sink.full()) {
            sink.write(text);
          }
        });
  }

  /** The follower has caught up. */
  void drained() {
    read();
  }

  /** The server stops; from any thread. */
  void end() {
    loop.run(this::close);
  }

  /** The follower has gone, or is not worth waiting for. */
  void close() {
    if (!closed) {
      closed = true;
      sink.close();
    }
  }

  private void read() {
    woken.set(false); // Before the look: what comes during it wakes again.
    long end = newest.getAsLong();
    if (closed || reading || sink.full() || end <= last) {
      return;
    }
    reading = true;
    pages
        .after(last, end)
        .onComplete(
            lines -> loop.run(() -> read(lines)),
            failure -> loop.run(() -> reading = false)); // Away; the next wake tries again.
  }

  private void read(List<EventPages.Line> lines) {
    reading = false;
    lines.forEach(this::write);
    if (!lines.isEmpty()) {
      read();
    }
  }

  private void write(EventPages.Line line) {
    last = line.seq();
    if (!closed) {
      sink.write(line.text());
    }
  }

  private void beat() {
    if (closed) {
      return;
    }
    if (sink.full() && wasFull) {
      close(); // It has not read for a whole beat.
      return;
    }
    wasFull = sink.full();
    write(":\n\n");
    loop.after(BEAT, this::beat);
  }

  private void write(String text) {
    sink.write(Buffer.buffer(text));
  }

  /** An event as it goes out. */
  static Buffer text(Event event) {
    String id = event.seq() == null ? "" : "id: " + event.seq() + "\n";
    String head = id + "event: " + event.kind() + "\ndata: ";
    String json = new String(Answer.bytes(event), StandardCharsets.UTF_8);
    return Buffer.buffer(head + json + "\n\n");
  }
}

package io.berth.server.http;

import io.berth.api.Event;
import io.berth.server.journal.Entry;
import io.berth.server.watch.Loop;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongFunction;
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
  private final LongFunction<Future<List<Entry>>> after;
  private final AtomicBoolean woken = new AtomicBoolean();
  private long last;
  private boolean reading;
  private boolean wasFull;
  private boolean closed;

  /** Where the stream is written to. */
  interface Sink {
    void write(byte[] bytes);

    /** Whether the follower reads slower than is written; {@link #drained} tells when not. */
    boolean full();

    void close();
  }

  /**
   * Wires it.
   *
   * @param newest the seq up to which there is something to read
   * @param after reads a batch of entries after a seq, oldest first
   */
  EventStream(Loop loop, Sink sink, LongSupplier newest, LongFunction<Future<List<Entry>>> after) {
    this.loop = loop;
    this.sink = sink;
    this.newest = newest;
    this.after = after;
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
  void offer(Event event) {
    byte[] bytes = bytes(event);
    loop.run(
        () -> {
          if (!closed && !sink.full()) {
            sink.write(bytes);
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
    if (closed || reading || sink.full() || newest.getAsLong() <= last) {
      return;
    }
    reading = true;
    after
        .apply(last)
        .onComplete(
            entries -> {
              reading = false;
              entries.forEach(this::write);
              if (!entries.isEmpty()) {
                read();
              }
            },
            failure -> reading = false); // The journal is away; the next wake tries again.
  }

  private void write(Entry entry) {
    last = entry.seq();
    if (!closed) {
      sink.write(bytes(event(entry)));
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
    sink.write(text.getBytes(StandardCharsets.UTF_8));
  }

  private static Event event(Entry entry) {
    return new Event(
        entry.seq(),
        entry.kind().name().toLowerCase(Locale.ROOT),
        entry.key(),
        entry.version(),
        entry.deleted(),
        entry.author(),
        entry.message(),
        entry.at());
  }

  private static byte[] bytes(Event event) {
    String id = event.seq() == null ? "" : "id: " + event.seq() + "\n";
    String head = id + "event: " + event.kind() + "\ndata: ";
    String json = new String(Answer.bytes(event), StandardCharsets.UTF_8);
    return (head + json + "\n\n").getBytes(StandardCharsets.UTF_8);
  }
}

package io.berth.server.http;

import io.berth.api.Event;
import io.berth.server.journal.Entry;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Function;
import java.util.function.LongFunction;
import java.util.function.Supplier;

/**
 * The journal as its followers get it, a page at a time. Those who ask for the same page while it
 * is read share it, so that many followers cost the journal little more than one.
 */
final class EventPages {
  private final LongFunction<List<Entry>> journal;
  private final Function<Supplier<List<Line>>, Future<List<Line>>> inTime;
  private final ConcurrentMap<Page, Future<List<Line>>> underWay = new ConcurrentHashMap<>();

  /**
   * An event as it goes out.
   *
   * @param seq its place in the journal
   * @param text as server-sent events have it
   */
  record Line(long seq, Buffer text) {}

  /** Newest tells a page from one that was begun before there was as much to read. */
  private record Page(long after, long newest) {}

  /**
   * Wires it.
   *
   * @param journal reads the entries after a seq, oldest first, as many as make a page; may block
   * @param inTime runs what may block
   */
  EventPages(
      LongFunction<List<Entry>> journal,
      Function<Supplier<List<Line>>, Future<List<Line>>> inTime) {
    this.journal = journal;
    this.inTime = inTime;
  }

  /**
   * What follows on a seq. The answer comes on any thread.
   *
   * @param newest the asker knows that the journal goes as far as this
   */
  Future<List<Line>> after(long seq, long newest) {
    Page page = new Page(seq, newest);
    Promise<List<Line>> read = Promise.promise();
    Future<List<Line>> other = underWay.putIfAbsent(page, read.future());
    if (other != null) {
      return other;
    }
    inTime
        .apply(() -> journal.apply(seq).stream().map(EventPages::line).toList())
        .onComplete(
            lines -> {
              underWay.remove(page);
              read.handle(lines);
            });
    return read.future();
  }

  private static Line line(Entry entry) {
    return new Line(
        entry.seq(),
        EventStream.text(
            new Event(
                entry.seq(),
                entry.kind().name().toLowerCase(Locale.ROOT),
                entry.key(),
                entry.version(),
                entry.deleted(),
                entry.author(),
                entry.message(),
                entry.at())));
  }
}

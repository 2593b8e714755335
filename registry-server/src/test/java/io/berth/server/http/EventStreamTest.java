package io.berth.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.api.Event;
import io.berth.server.journal.Entry;
import io.berth.server.journal.JournalUnavailable;
import io.berth.server.journal.Kind;
import io.berth.server.watch.HandLoop;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class EventStreamTest {
  private static final Duration BEAT = Duration.ofSeconds(15);

  private final HandLoop loop = new HandLoop();
  private final List<Entry> journal = new ArrayList<>();
  private final StringBuilder written = new StringBuilder();
  private boolean full;
  private boolean closed;
  private boolean away;
  private final EventPages pages =
      new EventPages(this::read, work -> Future.succeededFuture().map(now -> work.get()));
  private final EventStream stream = new EventStream(loop, new Paper(), this::seq, pages);

  @Test
  void whatIsInTheJournalIsWrittenInOrder() {
    commit(3);
    stream.begin(1);
    loop.turn();

    assertThat(ids()).containsExactly("2", "3");
  }

  @Test
  void whatComesLaterFollowsOnceItIsWoken() {
    stream.begin(0);
    commit(2);
    assertThat(ids()).isEmpty();

    stream.wake();
    stream.wake();
    loop.turn();

    assertThat(ids()).containsExactly("1", "2");
  }

  @Test
  void aFollowerThatReadsSlowlyIsFedWhenItHasCaughtUp() {
    stream.begin(0);
    full = true;
    commit(5);
    stream.wake();
    loop.turn();
    assertThat(ids()).isEmpty();

    full = false;
    stream.drained();
    loop.turn();

    assertThat(ids()).hasSize(5);
  }

  @Test
  void aFollowerThatReadsNothingForAWholeBeatIsClosed() {
    stream.begin(0);
    full = true;

    loop.pass(BEAT);
    assertThat(closed).isFalse();
    loop.pass(BEAT);
    assertThat(closed).isTrue();

    commit(1);
    stream.wake();
    loop.turn();
    assertThat(ids()).isEmpty();
    assertThat(loop.timers()).isZero();
  }

  @Test
  void aFollowerHearsACommentEveryBeatSoThatItKnowsTheStreamLives() {
    stream.begin(0);
    int before = written.length();

    loop.pass(BEAT.multipliedBy(2));

    assertThat(written.substring(before)).isEqualTo(":\n\n:\n\n");
  }

  @Test
  void whileTheJournalIsAwayNothingIsLost() {
    stream.begin(0);
    commit(1);
    away = true;
    stream.wake();
    loop.turn();
    assertThat(ids()).isEmpty();

    away = false;
    stream.wake();
    loop.turn();

    assertThat(ids()).containsExactly("1");
  }

  @Test
  void whatIsNotInTheJournalHasNoId() {
    stream.begin(0);

    stream.offer(
        EventStream.text(
            new Event(null, "instance", "default/web/a", 0, false, "", "passing", Instant.EPOCH)));
    loop.turn();

    assertThat(written).contains("\n\nevent: instance\ndata: {").doesNotContain("id: ");
  }

  private long seq() {
    return journal.size();
  }

  private void commit(int entries) {
    for (int i = 0; i < entries; i++) {
      long seq = journal.size() + 1L;
      journal.add(
          new Entry(seq, Kind.SERVICE, "default/web", seq, "ada", "", Instant.EPOCH, "spec"));
    }
  }

  private List<Entry> read(long after) {
    if (away) {
      throw new JournalUnavailable("away", null);
    }
    return journal.subList((int) after, Math.min((int) after + 2, journal.size()));
  }

  private List<String> ids() {
    return written
        .toString()
        .lines()
        .filter(line -> line.startsWith("id: "))
        .map(line -> line.substring(4))
        .toList();
  }

  private final class Paper implements EventStream.Sink {
    @Override
    public void write(Buffer text) {
      written.append(text);
    }

    @Override
    public boolean full() {
      return full;
    }

    @Override
    public void close() {
      closed = true;
    }
  }
}

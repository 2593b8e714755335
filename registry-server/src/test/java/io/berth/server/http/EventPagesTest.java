package io.berth.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.server.http.EventPages.Line;
import io.berth.server.journal.Entry;
import io.berth.server.journal.JournalUnavailable;
import io.berth.server.journal.Kind;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class EventPagesTest {
  private final List<Promise<List<Line>>> begun = new ArrayList<>();
  private final List<Supplier<List<Line>>> work = new ArrayList<>();
  private final EventPages pages = new EventPages(EventPagesTest::entries, this::later);

  @Test
  void followersAtTheSamePlaceShareOneReading() {
    Future<List<Line>> one = pages.after(4, 6);
    Future<List<Line>> other = pages.after(4, 6);
    assertThat(begun).hasSize(1);

    end(0);

    assertThat(one.result()).extracting(Line::seq).containsExactly(5L, 6L);
    assertThat(other.result()).isSameAs(one.result());
  }

  @Test
  void whoKnowsOfMoreIsNotGivenWhatWasBegunBefore() {
    pages.after(4, 6);
    pages.after(4, 7);

    assertThat(begun).hasSize(2);
  }

  @Test
  void whoAsksAfterItsEndHasItReadAnew() {
    pages.after(4, 6);
    end(0);
    pages.after(4, 6);
    begun.get(1).fail(new JournalUnavailable("away", null));
    pages.after(4, 6);

    assertThat(begun).hasSize(3);
  }

  private static List<Entry> entries(long after) {
    return List.of(entry(after + 1), entry(after + 2));
  }

  private static Entry entry(long seq) {
    return new Entry(seq, Kind.SERVICE, "default/web", seq, "ada", "", Instant.EPOCH, "spec");
  }

  private Future<List<Line>> later(Supplier<List<Line>> reading) {
    Promise<List<Line>> promise = Promise.promise();
    begun.add(promise);
    work.add(reading);
    return promise.future();
  }

  private void end(int reading) {
    begun.get(reading).complete(work.get(reading).get());
  }
}

package io.berth.server.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class StatesTest {
  private static final Topic WEB = new Topic("service", "default/web");

  private final Nudges nudges = new Nudges();
  private final States states = new States(nudges);
  private final AtomicInteger reads = new AtomicInteger();
  private final AtomicInteger writes = new AtomicInteger();

  @Test
  void anAnswerThatNothingChangedIsReadAndWrittenOnce() {
    byte[] first = get().body();
    byte[] second = get().body();

    assertThat(second).isSameAs(first);
    assertThat(reads).hasValue(1);
    assertThat(writes).hasValue(1);
  }

  @Test
  void aBodyThatNobodyAskedForIsNotWritten() {
    get().etag();

    assertThat(writes).hasValue(0);
  }

  @Test
  void aNudgeMakesItReadAgain() {
    get();
    nudges.nudge(WEB);
    get();

    assertThat(reads).hasValue(2);
  }

  @Test
  void otherFiguresAreReadAgainWithoutWakingAnybody() {
    AtomicInteger woken = new AtomicInteger();
    nudges.add(WEB, woken::incrementAndGet);
    get();

    nudges.touch(WEB);
    get();

    assertThat(reads).hasValue(2);
    assertThat(woken).hasValue(0);
  }

  @Test
  void aNudgeOfAllMakesEverythingReadAgain() {
    get();
    nudges.nudgeAll();
    get();

    assertThat(reads).hasValue(2);
  }

  @Test
  void whatChangedWhileItWasReadIsReadAgain() {
    states.get(
        WEB,
        "head",
        () -> {
          nudges.nudge(WEB); // Comes after the old state was read.
          return State.numbered(1, () -> new byte[0]);
        });

    get();

    assertThat(reads).hasValue(1);
  }

  @Test
  void variantsOfATopicAreKeptApart() {
    State one = states.get(WEB, "one", () -> State.numbered(1, () -> new byte[0]));
    State two = states.get(WEB, "two", () -> State.numbered(2, () -> new byte[0]));

    assertThat(one.etag()).isEqualTo("\"1\"");
    assertThat(two.etag()).isEqualTo("\"2\"");
  }

  private State get() {
    return states.get(
        WEB,
        "head",
        () -> {
          reads.incrementAndGet();
          return State.numbered(
              7,
              () -> {
                writes.incrementAndGet();
                return new byte[] {1};
              });
        });
  }
}

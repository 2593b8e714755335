package io.berth.server.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.berth.server.catalog.NotFound;
import io.berth.server.catalog.Refused;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class WatchesTest {
  private static final Topic WEB = new Topic("service", "default/web");
  private static final Topic DB = new Topic("service", "default/db");
  private static final Duration WAIT = Duration.ofSeconds(30);

  private final HandLoop loop = new HandLoop();
  private final Nudges nudges = new Nudges();
  private final List<String> answers = new ArrayList<>();
  private double random = 0.5;
  private boolean upToDate = true;
  private final Watches watches = new Watches(nudges, 3, () -> random, began -> upToDate);
  private long revision = 3;
  private int reads;

  @Test
  void aStateThatDiffersIsAnsweredAtOnce() {
    watch("\"2\"");

    assertThat(answers).containsExactly("changed \"3\"");
    assertThat(watches.pending()).isZero();
  }

  @Test
  void aStateThatIsHeldIsWaitedOnUntilItChanges() {
    watch("\"3\"");
    assertThat(answers).isEmpty();

    change();
    loop.turn();

    assertThat(answers).containsExactly("changed \"4\"");
  }

  @Test
  void aChangeBetweenRegisteringAndComparingIsNotMissed() {
    // The state is read while the change comes in: the reader still sees the old one.
    Supplier<State> raced =
        () -> {
          State old = read();
          if (reads == 1) {
            change();
          }
          return old;
        };
    watches.watch(WEB, raced, held("\"3\""), WAIT, loop, answer());
    assertThat(answers).isEmpty();

    loop.turn();

    assertThat(answers).containsExactly("changed \"4\"");
  }

  @Test
  void whenTheTimeIsUpTheStateIsStillTheSame() {
    watch("\"3\"");

    loop.pass(WAIT);

    assertThat(answers).containsExactly("same \"3\"");
  }

  @Test
  void theWaitIsATenthLongerOrShorterSoThatWatchesDoNotEndTogether() {
    random = 0;
    watch("\"3\"");
    random = 1;
    watch("\"3\"");

    loop.pass(Duration.ofMillis(26_999));
    assertThat(answers).isEmpty();
    loop.pass(Duration.ofMillis(1));
    assertThat(answers).hasSize(1);
    loop.pass(Duration.ofMillis(5_999));
    assertThat(answers).hasSize(1);
    loop.pass(Duration.ofMillis(1));
    assertThat(answers).hasSize(2);
  }

  @Test
  void aNudgeOfAnotherTopicWakesNobody() {
    watch("\"3\"");
    int before = reads;

    nudges.nudge(DB);
    loop.turn();

    assertThat(reads).isEqualTo(before);
  }

  @Test
  void aStormOfNudgesIsComparedAtMostFourTimesInTwentyMilliseconds() {
    watch("\"3\"");
    loop.pass(Duration.ofSeconds(1));
    int before = reads;

    for (int i = 0; i < 10_000; i++) {
      nudges.nudge(WEB);
      loop.turn();
    }

    assertThat(reads - before).isEqualTo(4);
    loop.pass(Duration.ofMillis(20));
    assertThat(reads - before).isEqualTo(5);
    loop.pass(Duration.ofMillis(20));
    assertThat(reads - before).isEqualTo(5);
  }

  @Test
  void aChangeRightAfterANudgeForNothingIsSeenAtOnce() {
    watch("\"3\"");
    nudges.nudge(WEB);
    loop.turn();

    change();
    loop.turn();

    assertThat(answers).containsExactly("changed \"4\"");
  }

  @Test
  void theLastChangeOfAStormIsSeen() {
    watch("\"3\"");
    for (int i = 0; i < 100; i++) {
      nudges.nudge(WEB);
      loop.pass(Duration.ofMillis(1));
    }

    change();
    loop.pass(Duration.ofMillis(20));

    assertThat(answers).containsExactly("changed \"4\"");
  }

  @Test
  void anOlderRevisionThanTheOneHeldDoesNotWakeTheWatcher() {
    watch("\"5\"");
    change();
    loop.pass(Duration.ofSeconds(1));
    assertThat(answers).isEmpty();

    revision = 6;
    nudges.nudge(WEB);
    loop.pass(Duration.ofSeconds(1));

    assertThat(answers).containsExactly("changed \"6\"");
  }

  @Test
  void aRevisionThatIsStillOlderWhenTheTimeIsUpIsTheTruth() {
    watch("\"5\"");

    loop.pass(WAIT);

    assertThat(answers).containsExactly("changed \"3\"");
  }

  @Test
  void aServerThatMayBeBehindNeverTakesAWatcherBack() {
    upToDate = false;
    watch("\"9\"");

    loop.pass(WAIT);

    assertThat(answers).containsExactly("same \"9\"");
  }

  @Test
  void whatThisServerHasNotHeardOfYetIsWaitedFor() {
    List<State> heard = new ArrayList<>();
    Supplier<State> late =
        () -> {
          if (heard.isEmpty()) {
            throw new NotFound("there is no service web");
          }
          return heard.get(0);
        };
    watches.watch(WEB, late, held("\"1\""), WAIT, loop, answer());
    assertThat(answers).isEmpty();

    heard.add(State.numbered(2, () -> new byte[0]));
    nudges.nudge(WEB);
    loop.turn();

    assertThat(answers).containsExactly("changed \"2\"");
  }

  @Test
  void whatCannotBeReadAnyMoreEndsTheWatchWithTheReason() {
    watches.watch(
        WEB,
        () -> {
          if (revision == 3) {
            return read();
          }
          throw new NotFound("gone", 4);
        },
        held("\"3\""),
        WAIT,
        loop,
        answer());

    change();
    loop.turn();

    assertThat(answers).containsExactly("failed gone");
    assertThat(watches.pending()).isZero();
  }

  @Test
  void aCancelledWatchIsNeverAnsweredAndLeavesNothingBehind() {
    Watch watch = watch("\"3\"");

    watch.cancel();
    change();
    loop.pass(WAIT.multipliedBy(2));

    assertThat(answers).isEmpty();
    assertThat(watches.pending()).isZero();
    assertThat(loop.timers()).isZero();
    assertThat(nudges.listening()).isZero();
  }

  @Test
  void moreWatchesThanTheServerTakesAreRefused() {
    watch("\"3\"");
    watch("\"3\"");
    watch("\"3\"");

    assertThatExceptionOfType(Refused.class)
        .isThrownBy(() -> watch("\"3\""))
        .matches(e -> e.code().code().equals("busy"))
        .withMessageContaining("3 watches are pending");
  }

  @Test
  void closingAnswersAllThatArePendingAndEachThatComesLater() {
    watch("\"3\"");
    watch("\"3\"");

    watches.close();
    loop.turn();
    assertThat(answers).containsExactly("same \"3\"", "same \"3\"");

    watch("\"3\"");
    loop.turn();
    assertThat(answers).hasSize(3);
    assertThat(watches.pending()).isZero();
  }

  private Watch watch(String etag) {
    return watches.watch(WEB, this::read, held(etag), WAIT, loop, answer());
  }

  private void change() {
    revision++;
    nudges.nudge(WEB);
  }

  private State read() {
    reads++;
    return State.numbered(revision, () -> new byte[0]);
  }

  private static Held held(String etag) {
    return new Held(Set.of(etag));
  }

  private Watch.Answer answer() {
    return new Watch.Answer() {
      @Override
      public void changed(State state) {
        answers.add("changed " + state.etag());
      }

      @Override
      public void same(String etag) {
        answers.add("same " + etag);
      }

      @Override
      public void failed(RuntimeException why) {
        answers.add("failed " + why.getMessage());
      }
    };
  }
}

package io.berth.e2e.history;

import static io.berth.e2e.history.Operation.read;
import static io.berth.e2e.history.Operation.refused;
import static io.berth.e2e.history.Operation.unknown;
import static io.berth.e2e.history.Operation.written;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LinearizabilityTest {
  private static final int HISTORIES = 20_000;

  @Test
  void nothingHappened() {
    good();
  }

  @Test
  void oneAfterTheOther() {
    good(
        read("r", 0, "", 0, 1),
        written("w", "a", 0, 1, 2, 3),
        read("r", 1, "a", 4, 5),
        written("w", "b", 1, 2, 6, 7),
        read("r", 2, "b", 8, 9));
  }

  @Test
  void aReadDuringAWriteMaySeeEither() {
    good(written("w", "a", 0, 1, 0, 10), read("r", 0, "", 1, 5), read("s", 1, "a", 2, 6));
  }

  @Test
  void oneOfTwoThatExpectTheSameIsRefused() {
    good(written("w", "a", 0, 1, 0, 10), refused("x", "b", 0, 1, 0, 10));
  }

  @Test
  void aWriteWithoutAnAnswerMayShowUpLater() {
    good(
        unknown("w", "a", 0, 0),
        read("r", 0, "", 5, 6),
        read("r", 1, "a", 50, 60),
        refused("x", "b", 0, 1, 70, 80));
  }

  @Test
  void aWriteWithoutAnAnswerMayNeverShowUp() {
    good(
        unknown("w", "a", 0, 0),
        written("x", "b", 0, 1, 5, 6),
        unknown("w", "c", 0, 7),
        read("r", 1, "b", 8, 9));
  }

  @Test
  void aRevisionThatNobodySawMayBeOfAWriteWithoutAnAnswer() {
    good(unknown("w", "a", 0, 0), unknown("v", "b", 0, 1), written("x", "c", 1, 2, 5, 6));
  }

  @Test
  void anAcknowledgedWriteIsLost() {
    bad("went back", written("w", "a", 0, 1, 0, 1), read("r", 0, "", 2, 3));
    bad(
        "two contents",
        written("w", "a", 0, 1, 0, 1),
        unknown("x", "b", 0, 2),
        read("r", 1, "b", 3, 4));
  }

  @Test
  void aReadIsStaleAfterAnAcknowledgedWrite() {
    bad(
        "went back",
        written("w", "a", 0, 1, 0, 1),
        written("w", "b", 1, 2, 2, 3),
        read("r", 1, "a", 4, 5));
  }

  @Test
  void aReadIsStaleAfterAnotherRead() {
    bad(
        "went back",
        written("w", "a", 0, 1, 0, 100),
        read("r", 1, "a", 10, 11),
        read("s", 0, "", 12, 13));
  }

  @Test
  void aWriteThatWasRefusedIsRead() {
    bad(
        "refused, and done",
        written("w", "a", 0, 1, 0, 1),
        refused("x", "b", 0, 1, 2, 3),
        read("r", 2, "b", 4, 5));
  }

  @Test
  void aWriteIsRefusedForTheRevisionThatItExpected() {
    bad("no reason", written("w", "a", 0, 1, 0, 1), refused("x", "b", 1, 1, 2, 3));
  }

  @Test
  void aWriteIsRefusedForARevisionThatIsLongGone() {
    bad(
        "went back",
        written("w", "a", 0, 1, 0, 1),
        written("w", "b", 1, 2, 2, 3),
        refused("x", "c", 0, 1, 4, 5));
  }

  @Test
  void aWriteIsAppliedTwice() {
    bad("written over another revision", written("w", "a", 0, 1, 0, 1), read("r", 2, "a", 2, 3));
    bad(
        "written over another revision",
        unknown("w", "a", 0, 0),
        read("r", 1, "a", 1, 2),
        read("r", 2, "a", 3, 4));
  }

  @Test
  void aWriteSkipsARevision() {
    bad("not the next one", written("w", "a", 0, 2, 0, 1));
  }

  @Test
  void twoWritesAreAcknowledgedForOneRevision() {
    bad("two contents", written("w", "a", 0, 1, 0, 10), written("x", "b", 0, 1, 0, 10));
  }

  @Test
  void writesAreInAnotherOrderThanTheyWereDone() {
    bad("went back", written("w", "b", 1, 2, 0, 1), written("w", "a", 0, 1, 2, 3));
  }

  @Test
  void aWriteIsReadBeforeItBegan() {
    bad("went back", read("r", 1, "a", 0, 1), written("w", "a", 0, 1, 2, 3));
    bad("went back", read("r", 1, "a", 0, 1), unknown("w", "a", 0, 2));
  }

  @Test
  void nobodyWroteWhatIsRead() {
    bad("nobody wrote this", read("r", 1, "ghost", 0, 1));
    bad("nothing wrote revision 1", written("w", "a", 1, 2, 0, 1));
    bad("nothing wrote revision 1", refused("w", "a", 0, 1, 0, 1));
  }

  @Test
  void aPairOfOperationsIsTheWholeReason() {
    Violation why =
        Linearizability.check(
                List.of(
                    written("w", "a", 0, 1, 0, 1),
                    written("w", "b", 1, 2, 2, 3),
                    written("w", "c", 2, 3, 4, 5),
                    read("r", 1, "a", 6, 7)))
            .orElseThrow();

    assertThat(why.witnesses())
        .containsExactly(written("w", "b", 1, 2, 2, 3), read("r", 1, "a", 6, 7));
    assertThat(why).asString().startsWith("went back: w wrote b over 1 as 2").contains("; but r");
  }

  @Test
  void leewayIsForReadsAlone() {
    List<Operation> stale =
        List.of(
            written("w", "a", 0, 1, 0, 10),
            written("w", "b", 1, 2, 20, 30),
            read("r", 1, "a", 45, 50));
    assertThat(Linearizability.staleness(stale)).isEqualTo(Duration.ofNanos(15));
    assertThat(Linearizability.check(stale, Duration.ofNanos(15))).isEmpty();
    assertThat(Linearizability.check(stale, Duration.ofNanos(14))).isPresent();

    List<Operation> refused =
        List.of(
            written("w", "a", 0, 1, 0, 10),
            written("w", "b", 1, 2, 20, 30),
            refused("x", "c", 0, 1, 45, 50));
    assertThat(Linearizability.check(refused, Duration.ofDays(1))).isPresent();
    assertThatThrownBy(() -> Linearizability.staleness(refused)).hasMessageContaining("went back");
  }

  @Test
  void theQuickWayAgreesWithASearch() {
    Random random = new Random(42);
    int wrong = 0;
    for (int i = 0; i < HISTORIES; i++) {
      List<Operation> history = RandomHistory.make(random, 2 + random.nextInt(7));
      Optional<Violation> quick = Linearizability.check(history);
      assertThat(quick.isEmpty()).as("%s", history).isEqualTo(Exhaustive.isLinearizable(history));
      wrong += quick.isPresent() ? 1 : 0;
    }
    assertThat(wrong).isBetween(HISTORIES / 10, HISTORIES * 9 / 10);
  }

  private static void good(Operation... history) {
    assertThat(Linearizability.check(List.of(history))).isEmpty();
    assertThat(Exhaustive.isLinearizable(new ArrayList<>(List.of(history)))).isTrue();
  }

  private static void bad(String rule, Operation... history) {
    assertThat(Linearizability.check(List.of(history)))
        .hasValueSatisfying(why -> assertThat(why.rule()).startsWith(rule));
    assertThat(Exhaustive.isLinearizable(new ArrayList<>(List.of(history)))).isFalse();
  }
}

package io.berth.agent.reconcile;

import static io.berth.agent.reconcile.Host.a;
import static io.berth.agent.reconcile.Host.host;
import static io.berth.agent.reconcile.Host.make;
import static io.berth.agent.reconcile.Host.remove;
import static io.berth.agent.reconcile.Host.spec;
import static io.berth.agent.reconcile.Host.start;
import static io.berth.agent.reconcile.Host.stop;
import static org.assertj.core.api.Assertions.assertThat;

import io.berth.api.Assignment;
import io.berth.api.RecordReason;
import org.junit.jupiter.api.Test;

/** An update of one replica, step by step, and its way back. */
class UpdateTest {
  private final Assignment old = spec().assigned(1, "web@sha256:1");
  private final Assignment now = spec().image("web:v2").assigned(2, "web@sha256:2");
  private final Assignment settled =
      spec().image("web:v2").assigned("web", 0, 2, "web@sha256:2", true);

  @Test
  void aReplicaWithoutAContainerGetsOne() {
    assertThat(host().wants(now).steps()).containsExactly(make(now));
  }

  @Test
  void aContainerThatIsBeingMadeIsNotMadeTwice() {
    assertThat(host().wants(now).creating(now).steps()).isEmpty();
  }

  @Test
  void aNewContainerIsStarted() {
    assertThat(host().wants(now).has(a(now, "new").created()).steps())
        .containsExactly(start("new"));
  }

  @Test
  void whatRunsAsDesiredIsLeftAlone() {
    assertThat(host().wants(settled).has(a(now, "new").counted()).steps()).isEmpty();
  }

  @Test
  void theNewContainerIsMadeBeforeTheOldOneIsTouched() {
    assertThat(host().wants(now, old).has(a(old, "old").counted()).steps())
        .containsExactly(make(now));
  }

  @Test
  void startFirstRunsBoth() {
    assertThat(
            host()
                .wants(now, old)
                .has(a(old, "old").counted())
                .has(a(now, "new").created())
                .steps())
        .containsExactly(start("new"));
  }

  @Test
  void startFirstKeepsTheOldOneUntilTheNewOneCounts() {
    assertThat(host().wants(now, old).has(a(old, "old").counted()).has(a(now, "new")).steps())
        .isEmpty();
  }

  @Test
  void theOldOneIsStoppedOnceTheNewOneCounts() {
    assertThat(
            host()
                .wants(now, old)
                .has(a(old, "old").counted())
                .has(a(now, "new").counted())
                .steps())
        .containsExactly(stop("old"));
  }

  @Test
  void theStoppedOldOneIsKeptUntilTheRevisionHeld() {
    assertThat(
            host()
                .wants(now, old)
                .has(a(old, "old").stopped())
                .has(a(now, "new").counted())
                .steps())
        .isEmpty();
  }

  @Test
  void theOldOneIsRecordedAndRemovedOnceTheRevisionHeld() {
    assertThat(
            host()
                .wants(settled, settled)
                .has(a(old, "old").stopped())
                .has(a(now, "new").counted())
                .steps())
        .containsExactly(
            new Step.KeepRecord("old", RecordReason.REPLACED, "revision 2 took its place"),
            remove("old"));
  }

  @Test
  void stopFirstStopsTheOldOneOnceTheNewOneIsMade() {
    Assignment stopFirst = spec().image("web:v2").stopFirst().assigned(2, "web@sha256:2");
    assertThat(
            host()
                .wants(stopFirst, old)
                .has(a(old, "old").counted())
                .has(a(stopFirst, "new").created())
                .steps())
        .containsExactly(stop("old"));
  }

  @Test
  void stopFirstWaitsForTheOldOneToEnd() {
    Assignment stopFirst = spec().image("web:v2").stopFirst().assigned(2, "web@sha256:2");
    assertThat(
            host()
                .wants(stopFirst, old)
                .has(a(old, "old").busy())
                .has(a(stopFirst, "new").created())
                .steps())
        .isEmpty();
  }

  @Test
  void stopFirstDoesNotWaitUntilTheEndIsSeen() {
    Assignment stopFirst = spec().image("web:v2").stopFirst().assigned(2, "web@sha256:2");
    assertThat(
            host()
                .wants(stopFirst, old)
                .has(a(old, "old").justStopped())
                .has(a(stopFirst, "new").created())
                .steps())
        .containsExactly(start("new"));
    assertThat(host().has(a(old, "old").justStopped()).steps()).isEmpty();
  }

  @Test
  void stopFirstStartsTheNewOneOnceTheOldOneEnded() {
    Assignment stopFirst = spec().image("web:v2").stopFirst().assigned(2, "web@sha256:2");
    assertThat(
            host()
                .wants(stopFirst, old)
                .has(a(old, "old").stopped())
                .has(a(stopFirst, "new").created())
                .steps())
        .containsExactly(start("new"));
  }

  @Test
  void onTheWayBackFromStartFirstTheNewOneIsStoppedRecordedAndRemoved() {
    Assignment back = spec().assigned(3, "web@sha256:1");
    assertThat(
            host()
                .wants(back, old)
                .has(a(old, "old").counted())
                .has(a(now, "new").fault("never became healthy: 503"))
                .steps())
        .containsExactly(stop("new"));
    assertThat(
            host()
                .wants(back, old)
                .has(a(old, "old").counted())
                .has(a(now, "new").stopped().fault("never became healthy: 503"))
                .steps())
        .containsExactly(
            new Step.KeepRecord("new", RecordReason.FAILED, "never became healthy: 503"),
            remove("new"));
  }

  @Test
  void onTheWayBackFromStopFirstTheSameOldContainerIsStartedAgain() {
    Assignment back = spec().stopFirst().assigned(3, "web@sha256:1");
    assertThat(
            host()
                .wants(back, back)
                .has(a(back, "old").stopped())
                .has(a(now, "new").crashed(1).waiting().recorded())
                .steps())
        .containsExactly(start("old"));
  }

  @Test
  void aFailedContainerGoesOnlyOnceTheOneThatIsGoneBackToRuns() {
    Assignment back = spec().assigned(3, "web@sha256:1");
    assertThat(
            host()
                .wants(back, old)
                .has(a(old, "old"))
                .has(a(now, "new").crashed(1).recorded())
                .steps())
        .containsExactly(remove("new"));
  }

  @Test
  void anUpdateThatSupersedesAnotherKeepsOnlyWhatHeldBefore() {
    Assignment next = spec().image("web:v3").assigned(3, "web@sha256:3");
    assertThat(
            host()
                .wants(next, old)
                .has(a(old, "old").stopped())
                .has(a(now, "new").stopped())
                .has(a(next, "next").counted())
                .steps())
        .containsExactly(
            new Step.KeepRecord("new", RecordReason.REPLACED, "revision 3 took its place"),
            remove("new"));
  }

  @Test
  void whenItIsNotKnownWhatHeldEveryContainerIsKept() {
    Assignment next = spec().image("web:v3").assigned(3, "web@sha256:3");
    assertThat(
            host()
                .wants(next)
                .has(a(old, "old").stopped())
                .has(a(now, "new").stopped())
                .has(a(next, "next").counted())
                .steps())
        .isEmpty();
  }

  @Test
  void aContainerOfARevisionThatWasNeverStartedGoesWithoutARecord() {
    Assignment next = spec().image("web:v3").assigned(3, "web@sha256:3");
    assertThat(
            host()
                .wants(next, old)
                .has(a(old, "old").counted())
                .has(a(now, "new").created())
                .has(a(next, "next"))
                .steps())
        .containsExactly(remove("new"));
  }

  @Test
  void aRevisionThatChangesOnlySettingsTouchesNoContainer() {
    Assignment settings = spec().setting("feature.x", "on").assigned(2, "web@sha256:1");
    assertThat(host().wants(settings, old).has(a(old, "old").counted()).steps()).isEmpty();
  }

  @Test
  void aMovedTagIsAnotherImageAndReplacesTheContainer() {
    Assignment moved = spec().assigned(2, "web@sha256:9");
    assertThat(host().wants(moved, old).has(a(old, "old").counted()).steps())
        .containsExactly(make(moved));
  }

  @Test
  void replicasAreUpdatedApartFromEachOther() {
    Assignment other = spec().assigned("web", 1, 1, "web@sha256:1", true);
    assertThat(
            host()
                .wants(now, old)
                .wants(other)
                .has(a(old, "old").counted())
                .has(a(other, "other").counted())
                .steps())
        .containsExactly(make(now));
  }
}

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
import io.berth.api.spec.Restart;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Ends, restarts, removals, and how much each of them needs a server's word. */
class LifeAndDeathTest {
  private final Assignment web = spec().assigned("web", 0, 1, "web@sha256:1", true);
  private final Assignment next = spec().assigned(2, "web@sha256:2");

  @Test
  void anEndIsRecordedAndThenTheContainerStartsAgain() {
    Step record = new Step.KeepRecord("c", RecordReason.FAILED, "exited with code 1");
    assertThat(host().wants(web).has(a(web, "c").crashed(1).waiting()).steps())
        .containsExactly(record);
    assertThat(host().wants(web).has(a(web, "c").crashed(1).waiting().recorded()).steps())
        .isEmpty();
    assertThat(host().wants(web).has(a(web, "c").crashed(1).recorded()).steps())
        .containsExactly(start("c"));
  }

  @ParameterizedTest
  @CsvSource({"1,true", "3,true", "4,false", "9,false", "10,true", "11,false", "20,true"})
  void ofACrashLoopOnlySomeEndsAreRecorded(int end, boolean recorded) {
    assertThat(host().wants(web).has(a(web, "c").crashed(1).ends(end).waiting()).steps())
        .hasSize(recorded ? 1 : 0);
  }

  @ParameterizedTest
  @CsvSource({
    "ALWAYS,UNASKED,0,true",
    "UNLESS_STOPPED,UNASKED,0,true",
    "ON_FAILURE,UNASKED,0,false",
    "ON_FAILURE,UNASKED,1,true",
    "NO,UNASKED,1,false",
    "NO,UNKNOWN,1,false",
    "ALWAYS,UNKNOWN,0,true",
    "NO,ASKED,0,true",
    "ON_FAILURE,ASKED,0,true",
  })
  void whetherAContainerStartsAgainIsUpToItsPolicyUnlessItWasAskedToEnd(
      Restart policy, Ending ending, int code, boolean again) {
    Assignment wanted = spec().restart(policy).assigned(1, "web@sha256:1");
    assertThat(host().wants(wanted).has(a(wanted, "c").ended(ending, code).recorded()).steps())
        .hasSize(again ? 1 : 0);
  }

  @Test
  void aContainerThatWasRemovedByHandIsMadeAgain() {
    assertThat(host().wants(web).steps()).containsExactly(make(web));
  }

  @Test
  void whatIsNoLongerWantedIsStoppedRecordedAndRemoved() {
    assertThat(host().has(a(web, "c").counted()).steps()).containsExactly(stop("c"));
    assertThat(host().has(a(web, "c").busy()).steps()).isEmpty();
    assertThat(host().has(a(web, "c").stopped()).steps())
        .containsExactly(
            new Step.KeepRecord("c", RecordReason.REMOVED, "no longer wanted on this host"),
            remove("c"));
  }

  @Test
  void anEndThatIsRecordedAlreadyIsNotRecordedTwice() {
    assertThat(host().has(a(web, "c").crashed(1).recorded()).steps()).containsExactly(remove("c"));
    assertThat(host().has(a(web, "c").crashed(1)).steps())
        .containsExactly(
            new Step.KeepRecord("c", RecordReason.FAILED, "exited with code 1"), remove("c"));
  }

  @Test
  void fromDiskAloneNothingIsStoppedOrRemoved() {
    Host remembered = host().trust(Trust.REMEMBERED);
    assertThat(remembered.has(a(web, "a")).has(a(next, "b").stopped()).steps()).isEmpty();
  }

  @Test
  void fromDiskAloneContainersAreMadeAndStartedAgain() {
    assertThat(host().trust(Trust.REMEMBERED).wants(web).steps()).containsExactly(make(web));
    assertThat(
            host()
                .trust(Trust.REMEMBERED)
                .wants(web)
                .has(a(web, "c").crashed(1).recorded())
                .steps())
        .containsExactly(start("c"));
  }

  @Test
  void fromDiskAloneAnOldContainerIsKeptEvenWhereItsSuccessorHeld() {
    assertThat(
            host()
                .trust(Trust.REMEMBERED)
                .wants(web)
                .has(a(next, "old").stopped())
                .has(a(web, "c").counted())
                .steps())
        .isEmpty();
  }

  @Test
  void knowingNothingWhatRunsIsKeptRunning() {
    assertThat(
            host()
                .trust(Trust.NONE)
                .has(a(web, "runs"))
                .has(a(next, "stopped").stopped())
                .has(a(next, "unknown").ended(Ending.UNKNOWN, 0))
                .has(a(web, "crashed").crashed(1).recorded())
                .steps())
        .containsExactly(start("crashed"));
  }

  @Test
  void anOldContainerThatDiesIsStartedAgainWhileTheNewOneIsBeingMade() {
    assertThat(
            host().wants(next, web).creating(next).has(a(web, "old").crashed(1).recorded()).steps())
        .containsExactly(start("old"));
  }

  @Test
  void anOldContainerThatWasStoppedForTheNewOneStaysStopped() {
    assertThat(
            host()
                .wants(next, web)
                .has(a(web, "old").stopped())
                .has(a(next, "new").crashed(1).waiting().recorded())
                .steps())
        .isEmpty();
  }

  @Test
  void aFailedSuccessorIsNotRevivedBesideTheOldOne() {
    Assignment third = spec().assigned(3, "web@sha256:3");
    assertThat(
            host()
                .wants(third, web)
                .creating(third)
                .has(a(web, "old").counted())
                .has(a(next, "new").crashed(1).recorded())
                .steps())
        .isEmpty();
  }

  @Test
  void ofTwoContainersThatFitTheOneThatRunsIsKept() {
    assertThat(
            host().wants(web).has(a(web, "runs").counted()).has(a(web, "spare").created()).steps())
        .containsExactly(remove("spare"));
  }

  @Test
  void whatTheEngineCouldNotRemoveWholeIsRemovedAgainAndMadeAnew() {
    assertThat(host().wants(web).has(a(web, "c").dead()).steps()).containsExactly(make(web));
    assertThat(host().wants(web).has(a(web, "c").dead()).has(a(web, "d").counted()).steps())
        .containsExactly(remove("c"));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whatIsBusyIsLeftAlone(boolean wanted) {
    Host host = host().has(a(web, "c").busy());
    assertThat((wanted ? host.wants(web) : host).steps()).isEmpty();
  }
}

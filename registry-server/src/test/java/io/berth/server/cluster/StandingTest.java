package io.berth.server.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;

class StandingTest {
  @Test
  void aServerOnItsOwnIsAllThereIs() {
    Standing standing = Standing.of(Set.of("s1"), Set.of("s1"));

    assertThat(standing.majority()).isTrue();
    assertThat(standing.reasons("", false)).isEmpty();
  }

  @Test
  void theGreaterPartOfASplitGoesOnAndTheSmallerSaysWhomItMisses() {
    Set<String> alive = Set.of("s1", "s2", "s3");

    assertThat(Standing.of(Set.of("s2", "s3"), alive).reasons("", true)).isEmpty();
    assertThat(Standing.of(Set.of("s1"), alive).reasons("", false))
        .containsExactly("cut off from s2, s3");
  }

  @Test
  void ofTwoHalvesTheOneWithTheFirstGoesOn() {
    Set<String> alive = Set.of("s1", "s2");

    assertThat(Standing.of(Set.of("s1"), alive).majority()).isTrue();
    assertThat(Standing.of(Set.of("s2"), alive).majority()).isFalse();
  }

  @Test
  void thoseWhoseLeaseHasEndedDoNotCount() {
    assertThat(Standing.of(Set.of("s3"), Set.of("s3")).majority()).isTrue();
  }

  @Test
  void aMemberTheJournalDoesNotKnowYetCounts() {
    assertThat(Standing.of(Set.of("s1", "s2"), Set.of("s1")).missing()).isEmpty();
  }

  @Test
  void aJournalThatIsAwayForAllIsNoReasonToAskAnother() {
    Standing all = Standing.of(Set.of("s1", "s2"), Set.of("s1", "s2"));

    assertThat(all.reasons("no route", false)).isEmpty();
    assertThat(all.reasons("no route", true))
        .containsExactly("the journal cannot be reached from here: no route");
  }

  @Test
  void whoIsCutOffFromAllSaysBoth() {
    assertThat(Standing.of(Set.of("s1"), Set.of("s1", "s2", "s3")).reasons("no route", false))
        .containsExactly(
            "cut off from s2, s3", "the journal cannot be reached from here: no route");
  }
}

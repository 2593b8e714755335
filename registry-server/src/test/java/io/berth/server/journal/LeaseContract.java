package io.berth.server.journal;

import static io.berth.server.journal.Drafts.service;
import static io.berth.server.journal.Drafts.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** What every engine of the journal promises of leases, and of writes under the controller's. */
public abstract class LeaseContract extends RequestContract {
  private static final Duration LONG = Duration.ofMinutes(1);
  private static final Duration SHORT = Duration.ofMillis(50);

  @Test
  void aFreeLeaseIsTaken() {
    Lease lease = journal.claim("controller", "s1", LONG);

    assertThat(lease.name()).isEqualTo("controller");
    assertThat(lease.holder()).isEqualTo("s1");
    assertThat(lease.epoch()).isEqualTo(1);
  }

  @Test
  void aHeldLeaseStaysWithItsHolder() {
    Lease first = journal.claim("controller", "s1", LONG);

    assertThat(journal.claim("controller", "s2", LONG)).isEqualTo(first);
  }

  @Test
  void aLeaseIsProlongedWhenItsHolderClaimsItAgain() {
    Lease first = journal.claim("controller", "s1", SHORT);
    Lease renewed = journal.claim("controller", "s1", LONG);

    assertThat(renewed.epoch()).isEqualTo(first.epoch());
    assertThat(renewed.until()).isAfter(first.until().plusSeconds(50));
  }

  @Test
  void anEndedLeaseIsTakenByAnotherUnderANewEpoch() {
    journal.claim("controller", "s1", SHORT);

    await()
        .pollInterval(Duration.ofMillis(10))
        .atMost(Duration.ofSeconds(5))
        .until(() -> journal.claim("controller", "s2", LONG).holder().equals("s2"));
    assertThat(journal.claim("controller", "s1", LONG).epoch()).isEqualTo(2);
    assertThat(journal.claim("controller", "s1", LONG).holder()).isEqualTo("s2");
  }

  @Test
  void aReleasedLeaseIsTakenByAnotherAtOnce() {
    journal.claim("controller", "s1", LONG);
    journal.release("controller", "s1");
    Lease second = journal.claim("controller", "s2", LONG);
    journal.release("controller", "s2");
    Lease third = journal.claim("controller", "s1", LONG);

    assertThat(second.holder()).isEqualTo("s2");
    assertThat(List.of(second.epoch(), third.epoch())).containsExactly(2L, 3L);
  }

  @Test
  void onlyItsHolderReleasesALease() {
    Lease first = journal.claim("controller", "s1", LONG);
    journal.release("controller", "s2");
    journal.release("another", "s2");

    assertThat(journal.claim("controller", "s2", LONG)).isEqualTo(first);
  }

  @Test
  void ofManyWhoClaimALeaseAtOnceOneGetsIt() throws Exception {
    List<Lease> leases = Together.run(16, i -> journal.claim("controller", "s" + i, LONG));

    assertThat(leases).hasSize(16).containsOnly(leases.get(0));
    assertThat(leases.get(0).epoch()).isEqualTo(1);
  }

  @Test
  void leasesOfDifferentNamesAreApart() {
    journal.claim("controller", "s1", LONG);

    assertThat(journal.claim("another", "s2", LONG).holder()).isEqualTo("s2");
  }

  @Test
  void theLeasesThatHoldAreListedByPrefix() {
    Lease second = journal.claim("server/s2", "s2", LONG);
    Lease first = journal.claim("server/s1", "s1", LONG);
    journal.claim("server/s3", "s3", LONG);
    journal.release("server/s3", "s3");
    journal.claim("controller", "s1", LONG);

    assertThat(journal.leases("server/")).containsExactly(first, second);
  }

  @Test
  void leasesRunOnTheJournalsOwnClock() {
    Instant before = journal.now();
    Lease lease = journal.claim("controller", "s1", LONG);

    assertThat(lease.until()).isBetween(before.plus(LONG), journal.now().plus(LONG));
  }

  @Test
  void aLeaseOutlivesTheJournalsClosing() throws Exception {
    Lease lease = journal.claim("controller", "s1", LONG);
    journal.close();
    journal = open();

    assertThat(journal.claim("controller", "s2", LONG)).isEqualTo(lease);
  }

  @Test
  void theHolderOfTheControllerLeaseWritesUnderItsEpoch() {
    long epoch = journal.claim("controller", "s1", LONG).epoch();

    assertThat(journal.commit(under(epoch, 1))).hasSize(1);
  }

  @Test
  void aWriteUnderAnOlderEpochIsRefused() {
    long before = journal.claim("controller", "s1", LONG).epoch();
    journal.release("controller", "s1");
    long now = journal.claim("controller", "s2", LONG).epoch();

    assertThatThrownBy(() -> journal.commit(under(before, 1))).isInstanceOf(Fenced.class);
    assertThat(journal.lastSeq()).isZero();
    assertThat(journal.commit(under(now, 1))).hasSize(1);
  }

  @Test
  void anEndedLeaseFencesNobodyUntilAnotherTakesIt() {
    long epoch = journal.claim("controller", "s1", LONG).epoch();
    journal.release("controller", "s1");

    assertThat(journal.commit(under(epoch, 1))).hasSize(1);
  }

  @Test
  void writesWithoutAnEpochAreNotFenced() {
    journal.claim("controller", "s1", LONG);

    assertThat(journal.commit(write(service("default/web", 1, "web:v1")))).hasSize(1);
  }

  @Test
  void aFencedWriteThatWasCommittedBeforeIsAnsweredStill() {
    long epoch = journal.claim("controller", "s1", LONG).epoch();
    Write write =
        new Write(
            "controller",
            "",
            Optional.of(new Write.Request("r1", "step 1")),
            OptionalLong.of(epoch),
            List.of(service("default/web", 1, "web:v1")));
    List<Entry> first = journal.commit(write);
    journal.release("controller", "s1");
    journal.claim("controller", "s2", LONG);

    assertThat(journal.commit(write)).isEqualTo(first);
  }

  private static Write under(long epoch, long version) {
    return new Write(
        "controller",
        "",
        Optional.empty(),
        OptionalLong.of(epoch),
        List.of(service("default/web", version, "web:v" + version)));
  }
}

package io.berth.server.journal;

import static io.berth.server.journal.Drafts.host;
import static io.berth.server.journal.Drafts.service;
import static io.berth.server.journal.Drafts.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.berth.server.journal.Write.Request;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What an engine for many servers promises: all of it, and this to two servers on one journal. */
public abstract class SharedJournalContract extends JournalContract {
  private static final int WRITERS = 16;
  private static final int EACH = 20;
  private static final Duration LONG = Duration.ofMinutes(1);
  private static final Request REQUEST = new Request("r1", "put web:v1");

  /** The same journal as another server has it. */
  private Journal other;

  @BeforeEach
  void openOther() throws Exception {
    other = open();
  }

  @AfterEach
  void closeOther() {
    other.close();
  }

  @Test
  void seqHasNoGapsAcrossServersAndNoReaderSeesOneBeforeTheOneBelow() throws Exception {
    int all = WRITERS * EACH * 2;
    List<List<Entry>> seen =
        Together.run(
            WRITERS + 2, thread -> thread < WRITERS ? writeEach(thread) : readOn(thread, all));

    for (List<Entry> entries : seen.subList(WRITERS, WRITERS + 2)) {
      assertThat(entries)
          .extracting(Entry::seq)
          .containsExactlyElementsOf(LongStream.rangeClosed(1, all).boxed().toList());
    }
    for (List<Entry> entries : seen.subList(0, WRITERS)) {
      assertThat(entries).isSortedAccordingTo((a, b) -> Long.compare(a.seq(), b.seq()));
      assertThat(seen.get(WRITERS)).containsAll(entries);
    }
  }

  @Test
  void ofManyWritersOfOneVersionOnTwoServersExactlyOneWins() throws Exception {
    for (int version = 1; version <= EACH; version++) {
      long next = version;
      List<Boolean> won = Together.run(WRITERS, writer -> wins(server(writer), next));
      assertThat(won).filteredOn(Boolean::booleanValue).hasSize(1);
    }
    assertThat(other.lastSeq()).isEqualTo(EACH);
  }

  @Test
  void whatOneServerWasAnsweredTheOtherReadsAtOnce() {
    for (int version = 1; version <= EACH; version++) {
      List<Entry> written = server(version).commit(write(service("default/web", version, "v")));
      assertThat(server(version + 1).heads()).isEqualTo(written);
    }
  }

  @Test
  void aRequestTriedAgainOnAnotherServerIsAnsweredWithWhatItCommittedFirst() {
    List<Entry> first = journal.commit(requested(service("default/web", 1, "web:v1")));

    assertThat(other.committed(REQUEST)).contains(first);
    assertThat(other.commit(requested(service("default/web", 2, "web:v1")))).isEqualTo(first);
    assertThatThrownBy(() -> other.committed(new Request("r1", "put db:v1")))
        .isInstanceOf(RequestReused.class);
    assertThat(other.lastSeq()).isEqualTo(1);
  }

  @Test
  void ofARequestThatIsTriedOnTwoServersAtOnceOneIsCommitted() throws Exception {
    List<List<Entry>> answers =
        Together.run(
            WRITERS, i -> server(i).commit(requested(service("default/web", 1, "web:v1"))));

    assertThat(journal.lastSeq()).isEqualTo(1);
    assertThat(answers)
        .containsExactlyElementsOf(Collections.nCopies(WRITERS, journal.after(0, 9)));
  }

  @Test
  void ofManyWhoClaimALeaseOnTwoServersOneGetsIt() throws Exception {
    List<Lease> leases = Together.run(WRITERS, i -> server(i).claim("controller", "s" + i, LONG));

    assertThat(leases).containsOnly(leases.get(0));
  }

  @Test
  void onceAnotherServerHasTheLeaseNothingIsCommittedUnderTheOlderEpoch() throws Exception {
    for (int round = 1; round <= EACH; round++) {
      String key = "default/web-" + round;
      long epoch = journal.claim("controller", "s1", LONG).epoch();
      List<Long> seqs =
          Together.run(
              4, thread -> thread == 0 ? takeOver() : writeUntilFenced(key + thread, epoch));

      assertThat(journal.lastSeq()).isEqualTo(seqs.get(0));
      other.release("controller", "s2");
    }
  }

  /** The seq of the last entry once the lease has changed hands. */
  private long takeOver() {
    journal.release("controller", "s1");
    assertThat(other.claim("controller", "s2", LONG).holder()).isEqualTo("s2");
    return other.lastSeq();
  }

  private long writeUntilFenced(String key, long epoch) {
    for (long version = 1; ; version++) {
      try {
        journal.commit(
            new Write(
                "controller",
                "",
                Optional.empty(),
                OptionalLong.of(epoch),
                List.of(service(key, version, "v"))));
      } catch (Fenced e) {
        return version;
      }
    }
  }

  private List<Entry> writeEach(int writer) {
    List<Entry> entries = new ArrayList<>();
    for (int version = 1; version <= EACH; version++) {
      entries.addAll(
          server(writer)
              .commit(
                  write(service("default/s" + writer, version, "v"), host("h" + writer, version))));
    }
    return entries;
  }

  private List<Entry> readOn(int reader, int all) {
    List<Entry> entries = new ArrayList<>();
    while (entries.size() < all) {
      entries.addAll(server(reader).after(entries.size(), all));
    }
    return entries;
  }

  private boolean wins(Journal server, long version) {
    try {
      server.commit(write(service("default/web", version, "v")));
      return true;
    } catch (StaleVersion e) {
      return false;
    }
  }

  private Journal server(int number) {
    return number % 2 == 0 ? journal : other;
  }

  private static Write requested(Draft draft) {
    return new Write("tester", "", Optional.of(REQUEST), OptionalLong.empty(), List.of(draft));
  }
}

package io.berth.server.journal;

import static io.berth.server.journal.Drafts.host;
import static io.berth.server.journal.Drafts.service;
import static io.berth.server.journal.Drafts.write;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** What every engine of the journal promises: all of it, and this to many who write at once. */
public abstract class JournalContract extends LeaseContract {
  private static final int WRITERS = 16;
  private static final int EACH = 20;

  @Test
  void seqHasNoGapsAndIsInOrderUnderManyWriters() throws Exception {
    List<List<Entry>> written =
        Together.run(
            WRITERS,
            writer -> {
              List<Entry> entries = new ArrayList<>();
              for (int version = 1; version <= EACH; version++) {
                entries.addAll(
                    journal.commit(
                        write(
                            service("default/s" + writer, version, "v"),
                            host("h" + writer, version))));
              }
              return entries;
            });

    int all = WRITERS * EACH * 2;
    assertThat(journal.after(0, all + 1))
        .extracting(Entry::seq)
        .containsExactlyElementsOf(LongStream.rangeClosed(1, all).boxed().toList());
    for (List<Entry> entries : written) {
      assertThat(entries).isSortedAccordingTo((a, b) -> Long.compare(a.seq(), b.seq()));
      assertThat(journal.after(0, all)).containsAll(entries);
    }
  }

  @Test
  void ofManyWritersOfOneVersionExactlyOneWins() throws Exception {
    for (int version = 1; version <= EACH; version++) {
      long next = version;
      List<Boolean> won = Together.run(WRITERS, writer -> wins("default/web", next));
      assertThat(won).filteredOn(Boolean::booleanValue).hasSize(1);
    }
    assertThat(journal.lastSeq()).isEqualTo(EACH);
  }

  @Test
  void aStaleWriteFailsAloneAmongOthersAtTheSameTime() throws Exception {
    List<Boolean> won =
        Together.run(WRITERS, writer -> wins("default/s" + writer, writer % 2 == 0 ? 1 : 2));

    for (int writer = 0; writer < WRITERS; writer++) {
      assertThat(won.get(writer)).isEqualTo(writer % 2 == 0);
    }
    assertThat(journal.lastSeq()).isEqualTo(WRITERS / 2);
  }

  @Test
  void readersSeeWholeWritesAndWhatWasAnsweredBefore() throws Exception {
    AtomicBoolean done = new AtomicBoolean();
    Together.run(
        4,
        thread -> {
          if (thread == 0) {
            for (int version = 1; version <= EACH * 5; version++) {
              journal.commit(write(service("a/web", version, "v"), service("b/web", version, "v")));
              assertThat(journal.lastSeq()).isEqualTo(version * 2L);
            }
            done.set(true);
          } else {
            while (!done.get()) {
              assertThat(journal.heads().stream().map(Entry::version).distinct().count())
                  .isLessThanOrEqualTo(1);
            }
          }
          return null;
        });
    assertThat(journal.heads()).extracting(Entry::version).containsOnly(EACH * 5L);
  }

  private boolean wins(String key, long version) {
    try {
      journal.commit(write(service(key, version, "v")));
      return true;
    } catch (StaleVersion e) {
      return false;
    }
  }
}

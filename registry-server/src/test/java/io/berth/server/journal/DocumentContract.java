package io.berth.server.journal;

import static io.berth.server.journal.Drafts.delete;
import static io.berth.server.journal.Drafts.documents;
import static io.berth.server.journal.Drafts.host;
import static io.berth.server.journal.Drafts.json;
import static io.berth.server.journal.Drafts.rollout;
import static io.berth.server.journal.Drafts.service;
import static io.berth.server.journal.Drafts.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.berth.server.host.KnownHost;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every engine of the journal promises of documents and their versions. */
public abstract class DocumentContract {
  /** The journal under test, empty at first. */
  protected Journal journal;

  /** Opens the test's journal, for the first time or again. */
  protected abstract Journal open() throws Exception;

  @BeforeEach
  void openJournal() throws Exception {
    journal = open();
  }

  @AfterEach
  void closeJournal() {
    journal.close();
  }

  @Test
  void aNewJournalIsEmpty() {
    assertThat(journal.lastSeq()).isZero();
    assertThat(journal.heads()).isEmpty();
    assertThat(journal.after(0, 10)).isEmpty();
    assertThat(journal.version(Kind.SERVICE, "default/web", 1)).isEmpty();
  }

  @Test
  void anEntryTellsWhoWroteWhatWhenAndWhy() {
    Entry entry =
        journal
            .commit(Write.of("ann", "the first one", List.of(service("default/web", 1, "web:v1"))))
            .get(0);

    assertThat(entry.seq()).isEqualTo(1);
    assertThat(entry.kind()).isEqualTo(Kind.SERVICE);
    assertThat(entry.key()).isEqualTo("default/web");
    assertThat(entry.version()).isEqualTo(1);
    assertThat(entry.author()).isEqualTo("ann");
    assertThat(entry.message()).isEqualTo("the first one");
    assertThat(Duration.between(entry.at(), Instant.now()).abs()).isLessThan(Duration.ofMinutes(1));
    assertThat(entry.document(JsonNode.class)).isEqualTo(json("{\"image\":\"web:v1\"}"));
    assertThat(journal.version(Kind.SERVICE, "default/web", 1)).contains(entry);
  }

  @Test
  void documentsOfEveryKindComeBackAsTheyWere() {
    documents()
        .forEach(
            (kind, document) -> {
              Entry entry =
                  journal.commit(write(new Draft(kind, "default/web/0", 1, document))).get(0);
              assertThat(entry.document()).isEqualTo(document);
              assertThat(journal.version(kind, "default/web/0", 1)).contains(entry);
            });
    assertThat(documents()).containsOnlyKeys(Kind.values());
  }

  @Test
  void aCommitAnswersWhatEveryServerWillRead() {
    // A number that was made as a long and is read as an int is equal only when read back.
    JsonNode made = json("{}").deepCopy();
    ((ObjectNode) made).put("replicas", 2L);

    Entry entry = journal.commit(write(new Draft(Kind.SERVICE, "default/web", 1, made))).get(0);

    assertThat(journal.after(0, 1)).containsExactly(entry);
  }

  @Test
  void aDocumentOfAnotherTypeThanItsKindIsRefused() {
    assertThatThrownBy(() -> journal.commit(write(new Draft(Kind.HOST, "h1", 1, "a text"))))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(journal.lastSeq()).isZero();
  }

  @Test
  void aStaleVersionIsRefusedWithTheCurrentOne() {
    journal.commit(write(service("default/web", 1, "web:v1")));
    journal.commit(write(service("default/web", 2, "web:v2")));

    assertThatThrownBy(() -> journal.commit(write(service("default/web", 2, "web:v3"))))
        .isInstanceOfSatisfying(
            StaleVersion.class, stale -> assertThat(stale.current()).isEqualTo(2));
    assertThat(journal.lastSeq()).isEqualTo(2);
  }

  @Test
  void aVersionAheadOfTheNextIsRefused() {
    assertThatThrownBy(() -> journal.commit(write(service("default/web", 2, "web:v2"))))
        .isInstanceOfSatisfying(StaleVersion.class, stale -> assertThat(stale.current()).isZero());
  }

  @Test
  void aWriteIsCommittedWholeOrNotAtAll() {
    journal.commit(write(service("default/db", 1, "db:v1")));

    assertThatThrownBy(
            () ->
                journal.commit(
                    write(
                        service("default/web", 1, "web:v1"),
                        service("default/db", 1, "db:v2"),
                        service("default/cache", 1, "cache:v1"))))
        .isInstanceOfSatisfying(
            StaleVersion.class, stale -> assertThat(stale.draft().key()).isEqualTo("default/db"));
    assertThat(journal.lastSeq()).isEqualTo(1);
    assertThat(journal.heads()).extracting(Entry::key).containsExactly("default/db");
  }

  @Test
  void aWriteMayTakeADocumentThroughSeveralVersions() {
    journal.commit(write(service("default/web", 1, "web:v1"), service("default/web", 2, "web:v2")));

    assertThatThrownBy(
            () ->
                journal.commit(
                    write(
                        service("default/web", 3, "web:v3"), service("default/web", 3, "web:v4"))))
        .isInstanceOf(StaleVersion.class);
    assertThat(journal.heads()).extracting(Entry::version).containsExactly(2L);
  }

  @Test
  void aDeletedDocumentGoesOnWithItsNumbers() {
    journal.commit(write(service("default/web", 1, "web:v1")));
    Entry gone = journal.commit(write(delete(Kind.SERVICE, "default/web", 2))).get(0);

    assertThat(gone.deleted()).isTrue();
    assertThat(journal.heads()).containsExactly(gone);
    assertThat(journal.newest(Kind.SERVICE, "", Long.MAX_VALUE, 10)).isEmpty();
    assertThatThrownBy(() -> journal.commit(write(service("default/web", 1, "web:v2"))))
        .isInstanceOf(StaleVersion.class);
    assertThat(journal.commit(write(service("default/web", 3, "web:v2"))).get(0).version())
        .isEqualTo(3);
  }

  @Test
  void headsAreTheNewestVersionsOfTheKindsThatAreHeldWhole() {
    journal.commit(write(service("default/web", 1, "web:v1"), host("h1", 1)));
    journal.commit(write(service("default/web", 2, "web:v2"), rollout("default.web.2", 1)));
    journal.commit(write(new Draft(Kind.RECORD, "default/web/a", 1, documents().get(Kind.RECORD))));

    assertThat(journal.heads()).extracting(Entry::seq).containsExactly(2L, 3L);
  }

  @Test
  void newestVersionsAreReadOfChosenDocuments() {
    for (int revision = 1; revision <= 4; revision++) {
      journal.commit(write(rollout("default.web." + revision, 1)));
    }
    journal.commit(write(rollout("default.web.2", 2), delete(Kind.ROLLOUT, "default.web.3", 2)));

    assertThat(
            journal.heads(
                Kind.ROLLOUT,
                List.of("default.web.4", "default.web.2", "default.web.3", "default.web.5")))
        .extracting(Entry::key, Entry::version)
        .containsExactly(
            tuple("default.web.4", 1L), tuple("default.web.2", 2L), tuple("default.web.3", 2L));
    assertThat(journal.heads(Kind.HOST, List.of("default.web.4"))).isEmpty();
    assertThat(journal.heads(Kind.ROLLOUT, List.of())).isEmpty();
  }

  @Test
  void aForgottenDocumentIsGoneWhole() {
    for (int version = 1; version <= 2; version++) {
      journal.commit(
          write(
              rollout("default.web.1", version),
              rollout("default.web.2", version),
              rollout("default.web.3", version)));
    }
    journal.forget(Kind.ROLLOUT, List.of("default.web.1", "default.web.2", "default.web.9"));
    journal.forget(Kind.ROLLOUT, List.of());

    assertThat(journal.after(0, 10))
        .extracting(Entry::key)
        .containsOnly("default.web.3")
        .hasSize(2);
    assertThat(journal.lastSeq()).isEqualTo(6);
    assertThat(journal.commit(write(rollout("default.web.3", 3))).get(0).seq()).isEqualTo(7);
  }

  @Test
  void entriesAreReadOnPageByPageInTheirOrder() {
    for (int version = 1; version <= 5; version++) {
      journal.commit(
          write(service("default/web", version, "web:v" + version), host("h1", version)));
    }

    assertThat(journal.after(0, 4)).extracting(Entry::seq).containsExactly(1L, 2L, 3L, 4L);
    assertThat(journal.after(4, 4)).extracting(Entry::seq).containsExactly(5L, 6L, 7L, 8L);
    assertThat(journal.after(8, 4)).extracting(Entry::seq).containsExactly(9L, 10L);
    assertThat(journal.after(10, 4)).isEmpty();
  }

  @Test
  void versionsOfADocumentAreReadPageByPageNewestFirst() {
    for (int version = 1; version <= 5; version++) {
      journal.commit(
          write(service("default/web", version, "web:v" + version), host("h1", version)));
    }

    assertThat(journal.versions(Kind.SERVICE, "default/web", Long.MAX_VALUE, 2))
        .extracting(Entry::version)
        .containsExactly(5L, 4L);
    assertThat(journal.versions(Kind.SERVICE, "default/web", 4, 10))
        .extracting(Entry::version)
        .containsExactly(3L, 2L, 1L);
    assertThat(journal.versions(Kind.SERVICE, "default/db", Long.MAX_VALUE, 2)).isEmpty();
  }

  @Test
  void theNewestDocumentsUnderAPrefixAreReadPageByPage() {
    journal.commit(write(service("a/one", 1, "v1"), service("b/one", 1, "v1")));
    journal.commit(write(service("b/two", 1, "v1"), service("b/three", 1, "v1"), host("b/h", 1)));
    journal.commit(write(service("b/one", 2, "v2"), delete(Kind.SERVICE, "b/three", 2)));

    assertThat(journal.newest(Kind.SERVICE, "b/", Long.MAX_VALUE, 10))
        .extracting(Entry::key, Entry::version)
        .containsExactly(tuple("b/one", 2L), tuple("b/two", 1L));
    assertThat(journal.newest(Kind.SERVICE, "b/", Long.MAX_VALUE, 1))
        .extracting(Entry::seq)
        .containsExactly(6L);
    assertThat(journal.newest(Kind.SERVICE, "b/", 6, 10))
        .extracting(Entry::seq)
        .containsExactly(3L);
    assertThat(journal.newest(Kind.SERVICE, "", Long.MAX_VALUE, 10)).hasSize(3);
  }

  @Test
  void prunedVersionsAreGoneAndTheOthersStay() {
    for (int version = 1; version <= 5; version++) {
      journal.commit(
          write(service("default/web", version, "web:v" + version), host("h1", version)));
    }
    journal.prune(Kind.SERVICE, "default/web", 4);

    assertThat(journal.version(Kind.SERVICE, "default/web", 3)).isEmpty();
    assertThat(journal.versions(Kind.SERVICE, "default/web", Long.MAX_VALUE, 10))
        .extracting(Entry::version)
        .containsExactly(5L, 4L);
    assertThat(journal.versions(Kind.HOST, "h1", Long.MAX_VALUE, 10)).hasSize(5);
    assertThat(journal.after(0, 100)).extracting(Entry::seq).doesNotContain(1L, 3L, 5L).hasSize(7);
  }

  @Test
  void theNewestVersionIsNeverPruned() {
    journal.commit(write(service("default/web", 1, "web:v1")));
    journal.commit(write(service("default/web", 2, "web:v2")));
    journal.commit(
        write(service("default/db", 1, "db:v1"), delete(Kind.SERVICE, "default/web", 3)));
    List<Entry> heads = journal.heads();

    journal.prune(Kind.SERVICE, "default/web", Long.MAX_VALUE);
    journal.prune(Kind.SERVICE, "default/none", 7);

    assertThat(journal.heads()).isEqualTo(heads);
    assertThat(journal.lastSeq()).isEqualTo(4);
    assertThat(journal.commit(write(service("default/web", 4, "web:v4"))).get(0).seq())
        .isEqualTo(5);
  }

  @Test
  void whatWasCommittedIsThereWhenOpenedAgain() throws Exception {
    journal.commit(write(service("default/web", 1, "web:v1"), host("h1", 1)));
    List<Entry> before = journal.after(0, 10);
    journal.close();

    journal = open();

    assertThat(journal.after(0, 10)).isEqualTo(before);
    assertThat(journal.commit(write(service("default/web", 2, "web:v2"))).get(0).seq())
        .isEqualTo(3);
  }

  @Test
  void aClosedJournalIsUnavailable() {
    journal.close();

    assertThatThrownBy(journal::lastSeq).isInstanceOf(JournalUnavailable.class);
    assertThatThrownBy(() -> journal.commit(write(service("default/web", 1, "web:v1"))))
        .isInstanceOf(JournalUnavailable.class);
  }

  @Test
  void hostileKeysAndTextsAreKeptAsTheyAre() {
    String hostile = "a'; DROP TABLE journal; --\u0000\n\u20ac\ud83d\ude80";
    Entry entry =
        journal
            .commit(
                Write.of(
                    hostile,
                    hostile,
                    List.of(
                        new Draft(
                            Kind.HOST,
                            hostile,
                            1,
                            new KnownHost(hostile, "", Map.of(hostile, hostile))))))
            .get(0);

    assertThat(journal.heads()).containsExactly(entry);
    assertThat(journal.version(Kind.HOST, hostile, 1)).contains(entry);
  }
}

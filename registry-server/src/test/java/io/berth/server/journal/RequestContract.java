package io.berth.server.journal;

import static io.berth.server.journal.Drafts.host;
import static io.berth.server.journal.Drafts.service;
import static io.berth.server.journal.Drafts.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.berth.server.journal.Write.Request;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** What every engine of the journal promises of requests that are tried again. */
public abstract class RequestContract extends DocumentContract {
  private static final Request REQUEST = new Request("r1", "put web:v1");

  @Test
  void aRequestTriedAgainIsAnsweredWithWhatItCommittedFirst() {
    Write write = requested(REQUEST, service("default/web", 1, "web:v1"), host("h1", 1));
    List<Entry> first = journal.commit(write);
    journal.commit(write(service("default/web", 2, "web:v2")));

    assertThat(journal.commit(write)).isEqualTo(first);
    assertThat(journal.lastSeq()).isEqualTo(3);
  }

  @Test
  void aRequestIsKnownByItsIdAndFingerprintWhateverItsDrafts() {
    List<Entry> first = journal.commit(requested(REQUEST, service("default/web", 1, "web:v1")));

    // The one who tries again read version 1, and so drafts version 2.
    assertThat(journal.commit(requested(REQUEST, service("default/web", 2, "web:v1"))))
        .isEqualTo(first);
  }

  @Test
  void ofARequestThatIsTriedManyTimesAtOnceOneIsCommitted() throws Exception {
    List<List<Entry>> answers =
        Together.run(
            16, i -> journal.commit(requested(REQUEST, service("default/web", 1, "web:v1"))));

    assertThat(journal.lastSeq()).isEqualTo(1);
    assertThat(answers).containsExactlyElementsOf(Collections.nCopies(16, journal.after(0, 9)));
  }

  @Test
  void anIdUsedForAnotherRequestIsRefused() {
    journal.commit(requested(REQUEST, service("default/web", 1, "web:v1")));
    Request other = new Request("r1", "put db:v1");

    assertThatThrownBy(() -> journal.commit(requested(other, service("default/db", 1, "db:v1"))))
        .isInstanceOf(RequestReused.class);
    assertThatThrownBy(() -> journal.committed(other)).isInstanceOf(RequestReused.class);
    assertThat(journal.lastSeq()).isEqualTo(1);
  }

  @Test
  void aRefusedRequestMayBeTriedAgain() {
    assertThatThrownBy(
            () -> journal.commit(requested(REQUEST, service("default/web", 2, "web:v1"))))
        .isInstanceOf(StaleVersion.class);

    assertThat(journal.committed(REQUEST)).isEmpty();
    assertThat(journal.commit(requested(REQUEST, service("default/web", 1, "web:v1")))).hasSize(1);
  }

  @Test
  void whatARequestCommittedCanBeAsked() throws Exception {
    assertThat(journal.committed(REQUEST)).isEmpty();
    List<Entry> first = journal.commit(requested(REQUEST, service("default/web", 1, "web:v1")));

    assertThat(journal.committed(REQUEST)).contains(first);
    journal.close();
    journal = open();
    assertThat(journal.committed(REQUEST)).contains(first);
  }

  @Test
  void aRequestIsAnsweredWithoutTheVersionsPrunedSince() {
    Write write = requested(REQUEST, service("default/web", 1, "web:v1"), host("h1", 1));
    journal.commit(write);
    journal.commit(write(service("default/web", 2, "web:v2")));
    journal.prune(Kind.SERVICE, "default/web", 2);

    assertThat(journal.commit(write)).extracting(Entry::kind).containsExactly(Kind.HOST);
  }

  private static Write requested(Request request, Draft... drafts) {
    return new Write("tester", "", Optional.of(request), OptionalLong.empty(), List.of(drafts));
  }
}

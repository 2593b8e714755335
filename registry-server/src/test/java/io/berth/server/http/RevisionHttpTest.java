package io.berth.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import io.berth.api.Diff;
import io.berth.api.Difference;
import io.berth.api.Page;
import io.berth.api.Revision;
import io.berth.server.RunningServer;
import io.berth.server.RunningServer.Running;
import io.berth.server.http.Calls.Answered;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(RunningServer.class)
class RevisionHttpTest {
  private final Running server;
  private final Calls calls;
  private String config;

  RevisionHttpTest(Running server) {
    this.server = server;
    this.calls = new Calls(server);
  }

  @BeforeEach
  void threeRevisions() {
    config = server.fresh("config");
    for (int i = 1; i <= 3; i++) {
      calls
          .call("putService", "default", config)
          .query("message", "turn " + i)
          .json("{\"settings\":{\"turn\":" + i + "}}")
          .send();
    }
  }

  @Test
  void theHistoryIsReadNewestFirstInPages() {
    Answered answered = calls.call("listRevisions", "default", config).query("limit", 2).send();
    Page<Revision> first = answered.hasStatus(200).as(new TypeReference<>() {});
    assertThat(first.items()).extracting(Revision::message).containsExactly("turn 3", "turn 2");

    answered = calls.call("listRevisions", "default", config).query("cursor", first.next()).send();
    Page<Revision> rest = answered.as(new TypeReference<>() {});
    assertThat(rest.items()).extracting(Revision::revision).containsExactly(1L);
    assertThat(rest.next()).isNull();
  }

  @Test
  void aCursorThatWasNeverAnsweredIsRefused() {
    Answered answered =
        calls.call("listRevisions", "default", config).query("cursor", "abc").send();

    assertThat(answered.hasStatus(400).problem("invalid_request").faults())
        .extracting("path")
        .containsExactly("cursor");
  }

  @Test
  void twoRevisionsAreComparedPlaceByPlace() {
    Diff newest =
        calls.call("diffRevisions", "default", config).send().hasStatus(200).as(Diff.class);
    assertThat(newest.from()).isEqualTo(2);
    assertThat(newest.to()).isEqualTo(3);
    assertThat(newest.differences()).extracting(Difference::path).containsExactly("settings.turn");

    Diff whole =
        calls
            .call("diffRevisions", "default", config)
            .query("from", 1)
            .query("to", 3)
            .send()
            .as(Diff.class);
    assertThat(whole.differences().get(0).from()).hasToString("1");
    assertThat(whole.differences().get(0).to()).hasToString("3");
  }

  @Test
  void anEarlierRevisionIsPutBackAsANewOne() {
    Answered answered =
        calls
            .call("rollBackService", "default", config)
            .header("Berth-Author", "ada")
            .json("{\"to\":1,\"message\":\"slow\"}")
            .send();

    Revision revision = answered.hasStatus(201).as(Revision.class);
    assertThat(answered.etag()).isEqualTo("\"4\"");
    assertThat(revision.revision()).isEqualTo(4);
    assertThat(revision.spec()).hasToString("{\"settings\":{\"turn\":1}}");
    assertThat(revision.message()).isEqualTo("slow");
    assertThat(revision.author()).isEqualTo("ada");
  }

  @Test
  void whatTheNewestRevisionSaysAlreadyIsNotPutBackOnceMore() {
    Answered answered = calls.call("rollBackService", "default", config).json("{\"to\":3}").send();

    assertThat(answered.hasStatus(200).as(Revision.class).revision()).isEqualTo(3);
    assertThat(answered.etag()).isEqualTo("\"3\"");
  }

  @Test
  void aRevisionThatNeverWasCannotBePutBack() {
    calls
        .call("rollBackService", "default", config)
        .json("{\"to\":99}")
        .send()
        .hasStatus(404)
        .problem("revision_not_found");
  }

  @Test
  void withoutAnotherStableRevisionThereIsNothingToPutBack() {
    String single = server.fresh("single");
    calls.call("putService", "default", single).json("{\"image\":\"web:v1\"}").send();

    calls.call("rollBackService", "default", single).send().hasStatus(409).problem("conflict");
  }

  @Test
  void aRollbackThatIsNotWellFormedIsRefusedWithTheKey() {
    assertFault("{\"to\":\"one\"}", "to", "a whole number");
    assertFault("{\"to\":1.5}", "to", "a whole number");
    assertFault("{\"too\":1}", "too", "known are message, to");
    assertFault("[]", "", "an object");
  }

  @Test
  void theHistoryOfNothingIsNotFound() {
    for (String operation : new String[] {"listRevisions", "diffRevisions", "rollBackService"}) {
      calls.call(operation, "default", "nobody").send().hasStatus(404).problem("not_found");
    }
  }

  private void assertFault(String body, String path, String message) {
    Answered answered = calls.call("rollBackService", "default", config).json(body).send();
    var faults = answered.hasStatus(422).problem("invalid_spec").faults();
    assertThat(faults).extracting("path").containsExactly(path);
    assertThat(faults.get(0).message()).contains(message);
  }
}

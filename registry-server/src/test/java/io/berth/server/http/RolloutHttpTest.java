package io.berth.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.type.TypeReference;
import io.berth.api.Page;
import io.berth.api.Rollout;
import io.berth.api.RolloutAction;
import io.berth.api.RolloutState;
import io.berth.server.RunningServer;
import io.berth.server.RunningServer.Running;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(RunningServer.class)
class RolloutHttpTest {
  private final Running server;
  private final Calls calls;
  private String space;

  RolloutHttpTest(Running server) {
    this.server = server;
    this.calls = new Calls(server);
  }

  @BeforeEach
  void freshName() {
    space = server.fresh("space");
  }

  @Test
  void theRolloutOfAPureConfigDocumentSucceedsByItself() {
    calls.call("putService", space, "config").json("{\"settings\":{}}").send();

    await().until(() -> rollout("config", 1).state() == RolloutState.SUCCEEDED);
  }

  @Test
  void aRolloutIsReadWithTheInstancesOfItsService() {
    calls.call("putService", space, "web").json("{\"image\":\"web:v1\"}").send();

    Rollout rollout = rollout("web", 1);

    assertThat(rollout.to()).isEqualTo(1);
    assertThat(rollout.instances()).isEmpty();
  }

  @Test
  void rolloutsAreListedNewestFirst() {
    put("config", 1);
    put("config", 2);
    put("other", 1);

    assertThat(list("namespace", space)).hasSize(3);
    assertThat(list("namespace", space, "service", "config"))
        .containsExactly(space + ".config.2", space + ".config.1");
    assertThat(list("namespace", space, "service", "config", "limit", "1"))
        .containsExactly(space + ".config.2");
    await().until(() -> list("namespace", space, "active", "true").isEmpty());
  }

  @Test
  void activeRolloutsAreListedOnWhereTheLastOneOfAPageHasEndedSince() {
    calls.call("putService", space, "older").json("{\"image\":\"web:v1\"}").send();
    calls.call("putService", space, "newer").json("{\"image\":\"web:v1\"}").send();
    String last = space + ".newer.1";
    assertThat(list("namespace", space, "active", "true", "limit", "1")).containsExactly(last);

    steer("newer", 1, "abort").send().hasStatus(202);
    await().until(() -> rollout("newer", 1).ended());

    assertThat(list("namespace", space, "active", "true", "cursor", last))
        .containsExactly(space + ".older.1");
  }

  @Test
  void theRolloutOfAnOldRevisionIsReadByItsId() {
    for (int revision = 1; revision <= 12; revision++) {
      put("config", revision);
      rollout("config", 1); // So that where it was found is known.
    }

    assertThat(rollout("config", 1).state()).isEqualTo(RolloutState.SUCCEEDED);
    assertThat(rollout("config", 12).to()).isEqualTo(12);
  }

  @Test
  void ofAllServicesTheNewestTenRolloutsAreListedAndOfOneAll() {
    for (int revision = 1; revision <= 6; revision++) {
      put("config", revision);
      calls.call("deleteService", space, "config").send();
    }
    List<String> all =
        Stream.of(11, 9, 7, 5, 3, 1).map(revision -> space + ".config." + revision).toList();

    assertThat(list("namespace", space)).isEqualTo(all.subList(0, 5));
    assertThat(list("namespace", space, "service", "config")).isEqualTo(all);
    assertThat(list("namespace", space, "service", "config", "limit", "4"))
        .isEqualTo(all.subList(0, 4));
    assertThat(list("namespace", space, "service", "config", "limit", "1", "cursor", all.get(3)))
        .containsExactly(all.get(4));
    assertThat(list("namespace", space, "service", "config", "limit", "2", "cursor", all.get(3)))
        .containsExactly(all.get(4), all.get(5));
    assertThat(list("namespace", space, "service", "config", "cursor", all.get(5))).isEmpty();
    calls
        .call("listRollouts")
        .query("namespace", space)
        .query("service", "config")
        .query("cursor", "x")
        .send()
        .hasStatus(400)
        .problem("invalid_request");
  }

  @Test
  void aServiceWithoutItsNamespaceIsNotEnoughToListBy() {
    calls
        .call("listRollouts")
        .query("service", "web")
        .send()
        .hasStatus(400)
        .problem("invalid_request");
  }

  @Test
  void aRolloutThatNeverWasIsNotFound() {
    calls.call("getRollout", space + ".web.7").send().hasStatus(404).problem("not_found");
    calls.call("getRollout", "web").send().hasStatus(400).problem("invalid_request");
  }

  @Test
  void aRolloutIsPausedResumedAndAbortedByWhoAsks() {
    calls.call("putService", space, "web").json("{\"image\":\"web:v1\"}").send();

    Rollout asked =
        steer("web", 1, "pause")
            .header("Berth-Author", "ann")
            .send()
            .hasStatus(202)
            .as(Rollout.class);
    assertThat(asked.asked().action()).isEqualTo(RolloutAction.PAUSE);
    await().until(() -> rollout("web", 1).state() == RolloutState.PAUSED);
    assertThat(rollout("web", 1).reason()).isEqualTo("paused by ann");
    assertThat(refused("pause")).contains("it is paused already: paused by ann");
    assertThat(refused("promote")).contains("it waits for no promotion");

    steer("web", 1, "resume").send().hasStatus(202);
    await().until(() -> rollout("web", 1).state() == RolloutState.PREPARING);
    assertThat(refused("resume")).contains("it is not paused: it is preparing");

    steer("web", 1, "abort").send().hasStatus(202);
    await().until(() -> rollout("web", 1).state() == RolloutState.FAILED);
    assertThat(refused("abort")).contains("it has ended: it is failed");
  }

  @Test
  void nothingIsAskedOfARolloutThatHasSucceeded() {
    put("web", 1);
    await().until(() -> rollout("web", 1).state() == RolloutState.SUCCEEDED);

    for (String action : List.of("pause", "resume", "promote", "abort")) {
      assertThat(refused(action)).as(action).contains("it has ended: it is succeeded");
    }
  }

  @Test
  void aRequestToPauseThatIsSentTwiceIsCarriedOutOnce() {
    calls.call("putService", space, "web").json("{\"image\":\"web:v1\"}").send();
    steer("web", 1, "pause").header("Idempotency-Key", space).send().hasStatus(202);
    await().until(() -> rollout("web", 1).state() == RolloutState.PAUSED);
    steer("web", 1, "resume").send().hasStatus(202);
    await().until(() -> rollout("web", 1).state() == RolloutState.PREPARING);

    steer("web", 1, "pause").header("Idempotency-Key", space).send().hasStatus(202);

    assertThat(rollout("web", 1).asked()).isNull();
    assertThat(rollout("web", 1).state()).isEqualTo(RolloutState.PREPARING);
    steer("web", 1, "abort")
        .header("Idempotency-Key", space)
        .send()
        .hasStatus(422)
        .problem("idempotency_key_reused");
  }

  @Test
  void whatIsAskedOfARolloutIsOneOfFourAndOfOneThatIsThere() {
    steer("web", 7, "pause").send().hasStatus(404).problem("not_found");
    assertThat(steer("web", 7, "stop").send().hasStatus(400).problem("invalid_request").detail())
        .isEqualTo("action: must be one of pause, resume, promote, abort, not \"stop\"");
  }

  private Calls.Call steer(String service, long revision, String action) {
    return calls.call("steerRollout", space + "." + service + "." + revision, action);
  }

  private String refused(String action) {
    return steer("web", 1, action).send().hasStatus(409).problem("conflict").detail();
  }

  private void put(String service, int value) {
    calls.call("putService", space, service).json("{\"settings\":{\"a\":" + value + "}}").send();
  }

  private Rollout rollout(String service, long revision) {
    return calls
        .call("getRollout", space + "." + service + "." + revision)
        .send()
        .hasStatus(200)
        .as(Rollout.class);
  }

  private List<String> list(String... query) {
    Calls.Call call = calls.call("listRollouts");
    for (int i = 0; i < query.length; i += 2) {
      call.query(query[i], query[i + 1]);
    }
    Page<Rollout> page = call.send().hasStatus(200).as(new TypeReference<>() {});
    return page.items().stream().map(Rollout::id).toList();
  }
}

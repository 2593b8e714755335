package io.berth.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.berth.api.Health;
import io.berth.api.Instance;
import io.berth.api.Instances;
import io.berth.api.Settings;
import io.berth.server.RunningServer;
import io.berth.server.RunningServer.Running;
import io.berth.server.http.Calls.Answered;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(RunningServer.class)
class InstanceHttpTest {
  private static final String REGISTRATION =
      "{\"address\":\"10.0.0.7\",\"port\":8080,\"labels\":{\"zone\":\"a\"}}";

  private final Running server;
  private final Calls calls;
  private String mail;

  InstanceHttpTest(Running server) {
    this.server = server;
    this.calls = new Calls(server);
  }

  @BeforeEach
  void freshName() {
    mail = server.fresh("mail");
  }

  @Test
  void aProcessThatRegistersItselfIsFound() {
    register("m1", REGISTRATION).hasStatus(201);

    Instances found = lookUp().as(Instances.class);

    assertThat(found.instances()).hasSize(1);
    Instance instance = found.instances().get(0);
    assertThat(instance.id()).isEqualTo("m1");
    assertThat(instance.address()).isEqualTo("10.0.0.7");
    assertThat(instance.ports().get(0).published()).isEqualTo(8080);
    assertThat(instance.health()).isEqualTo(Health.PASSING);
    assertThat(instance.labels()).containsEntry("zone", "a");
  }

  @Test
  void registeringAgainRenewsAndWritesNothing() {
    register("m1", REGISTRATION).hasStatus(201);
    String etag = lookUp().etag();

    register("m1", REGISTRATION).hasStatus(200);

    assertThat(lookUp().etag()).isEqualTo(etag);
  }

  @Test
  void anInstanceIsForgottenWhenItsLeaseEnds() {
    register("m1", "{\"address\":\"10.0.0.7\",\"port\":8080,\"ttl\":\"2s\"}").hasStatus(201);

    await()
        .atMost(Duration.ofSeconds(10))
        .until(() -> lookUp().as(Instances.class).instances().isEmpty());
  }

  @Test
  void anInstanceThatIsRemovedIsNoLongerFound() {
    register("m1", REGISTRATION);

    calls.call("removeInstance", "default", mail, "m1").send().hasStatus(204);

    assertThat(lookUp().as(Instances.class).instances()).isEmpty();
    calls
        .call("removeInstance", "default", mail, "nobody")
        .send()
        .hasStatus(404)
        .problem("not_found");
  }

  @Test
  void aRegistrationWithFaultsIsRefusedWithEach() {
    Answered answered =
        register("m1", "{\"address\":\"\",\"port\":70000,\"ttl\":\"1s\",\"weight\":0}");

    assertThat(answered.hasStatus(422).problem("invalid_spec").faults())
        .extracting("path")
        .containsExactlyInAnyOrder("address", "port", "ttl", "weight");
    assertThat(lookUp().as(Instances.class).instances()).isEmpty();
  }

  @Test
  void aKeyOrTypeThatIsWrongIsNamed() {
    assertFault("{\"address\":\"a\",\"prot\":1}", "prot", "known are address, host, labels");
    assertFault("{\"address\":\"a\",\"port\":\"80\"}", "port", "a whole number, not \"80\"");
    assertFault("{\"address\":7,\"port\":80}", "address", "a text");
    assertFault("{\"address\":\"a\",\"port\":80,\"ttl\":15}", "ttl", "a duration such as");
    assertFault("{\"address\":\"a\",\"port\":80,\"ttl\":\"-1s\"}", "ttl", "a duration such as");
    assertFault("{\"address\":\"a\",\"port\":99999999999}", "port", "a number nearer to 0");
    assertFault("{\"address\":\"a\",\"port\":80,\"labels\":{\"a\":1}}", "labels.a", "a text");
    assertFault("{\"address\":\"a\",\"port\":80,\"labels\":[]}", "labels", "an object");
  }

  @Test
  void anIdThatIsNoIdIsRefused() {
    for (String id : new String[] {"-x", "a b", "x".repeat(129), "a/b", "\u0000", "é"}) {
      assertThat(register(id, REGISTRATION).hasStatus(400).problem("invalid_request").faults())
          .extracting("path")
          .containsExactly("instance");
    }
  }

  @Test
  void nobodyHasHeardOfAServiceSoItHasNoInstances() {
    assertThat(lookUp().hasStatus(200).as(Instances.class).instances()).isEmpty();
  }

  @Test
  void onlyPassingInstancesAreFoundWhenAskedFor() {
    register("m1", REGISTRATION);

    Answered answered =
        calls.call("lookUpInstances", "default", mail).query("passing", true).send();
    assertThat(answered.as(Instances.class).instances()).hasSize(1);

    calls
        .call("lookUpInstances", "default", mail)
        .query("passing", "yes")
        .send()
        .hasStatus(400)
        .problem("invalid_request");
  }

  @Test
  void settingsAreReadWithTheRevisionTheyAreOf() {
    calls
        .call("putService", "default", mail)
        .json("{\"settings\":{\"feature.x\":true}}")
        .send()
        .hasStatus(201);

    Answered answered = calls.call("getSettings", "default", mail).send().hasStatus(200);

    assertThat(answered.etag()).isEqualTo("\"1\"");
    assertThat(answered.as(Settings.class).settings()).hasToString("{\"feature.x\":true}");
    register("m1", REGISTRATION);
    calls.call("getSettings", "default", mail).query("instance", "m1").send().hasStatus(200);
  }

  @Test
  void settingsOfWhatIsNotThereAreNotFound() {
    calls.call("getSettings", "default", mail).send().hasStatus(404).problem("not_found");
    calls
        .call("getSettings", "default", mail)
        .query("instance", "nobody")
        .send()
        .hasStatus(404)
        .problem("not_found");
  }

  private Answered register(String id, String json) {
    return calls.call("registerInstance", "default", mail, id).json(json).send();
  }

  private Answered lookUp() {
    return calls.call("lookUpInstances", "default", mail).send();
  }

  private void assertFault(String body, String path, String message) {
    var faults = register("m1", body).hasStatus(422).problem("invalid_spec").faults();
    assertThat(faults).as(body).extracting("path").containsExactly(path);
    assertThat(faults.get(0).message()).contains(message);
  }
}

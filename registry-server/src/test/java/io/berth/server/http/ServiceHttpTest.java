package io.berth.server.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import io.berth.api.Applied;
import io.berth.api.ChangeKind;
import io.berth.api.Page;
import io.berth.api.Revision;
import io.berth.api.ServiceSummary;
import io.berth.server.RunningServer;
import io.berth.server.RunningServer.Running;
import io.berth.server.http.Calls.Answered;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(RunningServer.class)
class ServiceHttpTest {
  private static final String SPEC = "{\"image\":\"web:v1\",\"ports\":[80]}";
  private static final String OTHER = "{\"image\":\"web:v2\",\"ports\":[80]}";

  private final Running server;
  private final Calls calls;
  private String web;

  ServiceHttpTest(Running server) {
    this.server = server;
    this.calls = new Calls(server);
  }

  @BeforeEach
  void freshName() {
    web = server.fresh("web");
  }

  @Test
  void aNewServiceIsCreatedAndSaysWhichRolloutCarriesItOut() {
    Answered answered = put(SPEC, 201, "message", "first", "Berth-Author", "ada");

    Revision revision = answered.as(Revision.class);
    assertThat(answered.etag()).isEqualTo("\"1\"");
    assertThat(revision.revision()).isEqualTo(1);
    assertThat(revision.rollout()).isEqualTo("default." + web + ".1");
    assertThat(revision.author()).isEqualTo("ada");
    assertThat(revision.message()).isEqualTo("first");
    assertThat(revision.spec()).hasToString(SPEC);
  }

  @Test
  void anotherSpecIsTheNextRevisionAndTheSameSpecIsNone() {
    put(SPEC, 201);

    assertThat(put(OTHER, 200).as(Revision.class).revision()).isEqualTo(2);
    assertThat(put(OTHER, 200).as(Revision.class).revision()).isEqualTo(2);
    assertThat(newest()).isEqualTo(2);
  }

  @Test
  void withoutAnAuthorItIsAnonymous() {
    assertThat(put(SPEC, 201).as(Revision.class).author()).isEqualTo("anonymous");
  }

  @Test
  void anAuthorMayHaveAnyLettersInUtf8() {
    try (RawHttp raw = new RawHttp(server)) {
      String path = "/v1/namespaces/default/services/" + web;
      String head = "PUT " + path + " HTTP/1.1\r\nHost: x\r\nContent-Length: " + SPEC.length();
      raw.write((head + "\r\nBerth-Author: Jörg 李\r\n\r\n" + SPEC).getBytes(UTF_8));
      assertThat(raw.read().status()).isEqualTo(201);
    }

    Revision revision = calls.call("getService", "default", web).send().as(Revision.class);
    assertThat(revision.author()).isEqualTo("Jörg 李");
  }

  @Test
  void aStaleIfMatchIsRefusedWithTheCurrentRevision() {
    put(SPEC, 201);
    put(OTHER, 200);

    Answered answered =
        calls.call("putService", "default", web).header("If-Match", "\"1\"").json(SPEC).send();

    assertThat(answered.hasStatus(412).problem("stale_revision").revision()).isEqualTo(2);
    calls
        .call("putService", "default", web)
        .header("If-Match", "\"2\"")
        .json(SPEC)
        .send()
        .hasStatus(200);
  }

  @Test
  void ifNoneMatchStarPutsOnlyWhatIsNotThere() {
    calls
        .call("putService", "default", web)
        .header("If-None-Match", "*")
        .json(SPEC)
        .send()
        .hasStatus(201);

    Answered answered =
        calls.call("putService", "default", web).header("If-None-Match", "*").json(OTHER).send();

    assertThat(answered.hasStatus(412).problem("stale_revision").revision()).isEqualTo(1);
  }

  @Test
  void aRetryUnderTheSameKeyIsAnsweredAsTheFirstTime() {
    Revision first = keyed(web + "-key", SPEC).hasStatus(201).as(Revision.class);
    put(OTHER, 200);

    Revision again = keyed(web + "-key", SPEC).hasStatus(201).as(Revision.class);

    assertThat(again).isEqualTo(first);
    assertThat(newest()).isEqualTo(2);
  }

  @Test
  void aKeyThatIsUsedForAnotherRequestIsRefused() {
    keyed(web + "-key", SPEC).hasStatus(201);

    keyed(web + "-key", OTHER).hasStatus(422).problem("idempotency_key_reused");
    calls
        .call("deleteService", "default", web)
        .header("Idempotency-Key", web + "-key")
        .send()
        .hasStatus(422)
        .problem("idempotency_key_reused");

    assertThat(newest()).isEqualTo(1);
  }

  @Test
  void aSpecThatIsNotValidIsRefusedWithThePathOfEachFault() {
    Answered answered =
        calls
            .call("putService", "default", web)
            .json("{\"image\":\"web:v1\",\"ports\":[70000],\"imgae\":\"x\"}")
            .send();

    assertThat(answered.hasStatus(422).problem("invalid_spec").faults())
        .extracting("path")
        .containsExactlyInAnyOrder("ports[0]", "imgae");
  }

  @Test
  void aServiceIsReadAsItIsAndAsItWas() {
    put(SPEC, 201);
    put(OTHER, 200);

    Answered newest = calls.call("getService", "default", web).send().hasStatus(200);
    assertThat(newest.etag()).isEqualTo("\"2\"");
    assertThat(newest.as(Revision.class).spec()).hasToString(OTHER);

    Answered first =
        calls.call("getService", "default", web).query("revision", 1).send().hasStatus(200);
    assertThat(first.etag()).isEqualTo("\"1\"");
    assertThat(first.as(Revision.class).spec()).hasToString(SPEC);
  }

  @Test
  void whatTheCallerHoldsIsNotSentAgain() {
    put(SPEC, 201);

    calls.call("getService", "default", web).header("If-None-Match", "\"1\"").send().hasStatus(304);
    calls
        .call("getService", "default", web)
        .query("revision", 1)
        .header("If-None-Match", "W/\"0\", \"1\"")
        .send()
        .hasStatus(304);
  }

  @Test
  void aServiceThatIsNotThereIsNotFound() {
    calls.call("getService", "default", web).send().hasStatus(404).problem("not_found");
    calls.call("deleteService", "default", web).send().hasStatus(404).problem("not_found");
    put(SPEC, 201);
    calls
        .call("getService", "default", web)
        .query("revision", 7)
        .send()
        .hasStatus(404)
        .problem("revision_not_found");
  }

  @Test
  void aDeletedServiceIsGoneAndItsNumbersGoOn() {
    put(SPEC, 201);
    calls
        .call("deleteService", "default", web)
        .header("If-Match", "\"9\"")
        .send()
        .hasStatus(412)
        .problem("stale_revision");

    Revision deletion =
        calls.call("deleteService", "default", web).send().hasStatus(200).as(Revision.class);

    assertThat(deletion.revision()).isEqualTo(2);
    assertThat(deletion.spec().isNull()).isTrue();
    calls.call("getService", "default", web).send().hasStatus(404);
    assertThat(put(SPEC, 201).as(Revision.class).revision()).isEqualTo(3);
  }

  @Test
  void servicesAreListedByNameInPages() {
    String space = server.fresh("space");
    for (String name : new String[] {"b", "a", "c", "other"}) {
      calls.call("putService", space, name).json(SPEC).send().hasStatus(201);
    }

    Page<ServiceSummary> first =
        page(calls.call("listServices", space).query("limit", 2).send().hasStatus(200));
    assertThat(first.items()).extracting(ServiceSummary::service).containsExactly("a", "b");

    Page<ServiceSummary> rest =
        page(calls.call("listServices", space).query("cursor", first.next()).send());
    assertThat(rest.items()).extracting(ServiceSummary::service).containsExactly("c", "other");
    assertThat(rest.next()).isNull();

    assertThat(page(calls.call("listServices", space).query("prefix", "o").send()).items())
        .extracting(ServiceSummary::service)
        .containsExactly("other");
  }

  @Test
  void theDocumentOfTwoServicesIsAppliedAsItStands() {
    String space = server.fresh("space");
    String document =
        "{\"web\":{\"image\":\"web:v2\",\"ports\":[80]},\"db\":{\"image\":\"db:v2\",\"ports\":[3306]}}";

    Applied dry =
        calls
            .call("applyServices", space)
            .query("dry_run", true)
            .json(document)
            .send()
            .hasStatus(200)
            .as(Applied.class);
    assertThat(dry.dryRun()).isTrue();
    assertThat(page(calls.call("listServices", space).send()).items()).isEmpty();

    Applied done =
        calls.call("applyServices", space).json(document).send().hasStatus(200).as(Applied.class);
    assertThat(done.changes()).extracting(Applied.Change::service).containsExactly("web", "db");
    assertThat(done.changes()).extracting(Applied.Change::change).containsOnly(ChangeKind.CREATED);
  }

  @Test
  void anApplyWithOneFaultWritesNothing() {
    String space = server.fresh("space");

    Answered answered =
        calls
            .call("applyServices", space)
            .json("{\"web\":{\"image\":\"web:v2\"},\"db\":{\"image\":\"db:v2\",\"ports\":[0]}}")
            .send();

    assertThat(answered.hasStatus(422).problem("invalid_spec").faults())
        .extracting("path")
        .containsExactly("db.ports[0]");
    assertThat(page(calls.call("listServices", space).send()).items()).isEmpty();
  }

  private Answered put(String spec, int status, String... more) {
    Calls.Call call = calls.call("putService", "default", web).json(spec);
    for (int i = 0; i < more.length; i += 2) {
      call =
          more[i].equals("message")
              ? call.query(more[i], more[i + 1])
              : call.header(more[i], more[i + 1]);
    }
    return call.send().hasStatus(status);
  }

  private Answered keyed(String key, String spec) {
    return calls
        .call("putService", "default", web)
        .header("Idempotency-Key", key)
        .json(spec)
        .send();
  }

  private long newest() {
    return calls.call("getService", "default", web).send().as(Revision.class).revision();
  }

  private static Page<ServiceSummary> page(Answered answered) {
    return answered.as(new TypeReference<>() {});
  }
}

package io.berth.server.journal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.berth.api.Analysis;
import io.berth.api.Assignment;
import io.berth.api.ContainerRecord;
import io.berth.api.Json;
import io.berth.api.Probe;
import io.berth.api.RecordReason;
import io.berth.api.Registration;
import io.berth.api.Rollout;
import io.berth.api.RolloutAction;
import io.berth.api.RolloutKind;
import io.berth.api.RolloutState;
import io.berth.api.spec.Spec;
import io.berth.api.spec.Strategy;
import io.berth.server.host.KnownHost;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Writes for tests. */
public final class Drafts {
  private static final Instant AT = Instant.parse("2026-01-01T10:00:00.123456789Z");

  private Drafts() {}

  /** A write of nobody in particular. */
  public static Write write(Draft... drafts) {
    return Write.of("tester", "", List.of(drafts));
  }

  /** A version of a service. */
  public static Draft service(String key, long version, String image) {
    return new Draft(Kind.SERVICE, key, version, json("{\"image\":\"" + image + "\"}"));
  }

  /** A version of a host. */
  public static Draft host(String key, long version) {
    return new Draft(Kind.HOST, key, version, documents().get(Kind.HOST));
  }

  /** A version of a rollout. */
  public static Draft rollout(String key, long version) {
    return new Draft(Kind.ROLLOUT, key, version, documents().get(Kind.ROLLOUT));
  }

  /** A version of an assignment. */
  public static Draft assignment(String key, long version) {
    return new Draft(Kind.ASSIGNMENT, key, version, documents().get(Kind.ASSIGNMENT));
  }

  /** A version that says that a document is gone. */
  public static Draft delete(Kind kind, String key, long version) {
    return new Draft(kind, key, version, null);
  }

  /** Reads JSON. */
  public static JsonNode json(String text) {
    try {
      return Json.mapper().readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }

  /** A document of every kind. */
  public static Map<Kind, Object> documents() {
    Map<Kind, Object> documents = new EnumMap<>(Kind.class);
    documents.put(
        Kind.SERVICE, json("{\"image\":\"web:v1\",\"ports\":[80],\"x-note\":[1.5,null]}"));
    documents.put(Kind.HOST, new KnownHost("h1", "10.0.0.1", Map.of("zone", "a")));
    documents.put(
        Kind.INSTANCE,
        new Registration("10.0.0.2", 8080, Duration.ofSeconds(15), 2, null, Map.of("a", "b")));
    documents.put(Kind.ASSIGNMENT, assignment());
    documents.put(Kind.ROLLOUT, rollout());
    documents.put(Kind.RECORD, record());
    return documents;
  }

  private static Assignment assignment() {
    try {
      Spec spec =
          Json.mapper().readValue("{\"image\":\"web:v1\",\"ports\":[{\"target\":80}]}", Spec.class);
      return new Assignment("default", "web", 0, "h1", 7, "web@sha256:abc", spec, true);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private static Rollout rollout() {
    return new Rollout(
        "default.web.7",
        "default",
        "web",
        6,
        7,
        RolloutKind.ROLLBACK,
        RolloutState.MONITORING,
        "",
        "web@sha256:abc",
        Strategy.CANARY,
        List.of(new Rollout.Slot(0, "h1", AT, null, 0)),
        new Rollout.Shift(1, Map.of(7L, 10), AT),
        new Analysis(
            Analysis.Verdict.FINE,
            300,
            30,
            List.of(new Analysis.Sample(AT, 10, 0.0, 1.0, 2.0, 3.0, 0.5, 1e6)),
            List.of(new Analysis.Sample(AT, 10, null, null, null, null, 0.5, 1e6)),
            List.of(
                new Analysis.Comparison(
                    Analysis.Metric.P95, 2, 2.1, 3.4, 0.7, Analysis.Verdict.FINE))),
        List.of(),
        List.of(new Rollout.Stable(6, "web@sha256:def")),
        0,
        RolloutState.UPDATING,
        new Rollout.Asked(RolloutAction.RESUME, "tester", AT),
        AT,
        AT,
        AT,
        null);
  }

  private static ContainerRecord record() {
    return new ContainerRecord(
        "web-0-r7-abcdef.1",
        "default",
        "web",
        0,
        "h1",
        7,
        "web@sha256:abc",
        "0123456789ab",
        RecordReason.FAILED,
        "it crashed",
        137,
        true,
        "",
        AT,
        AT,
        null,
        3,
        List.of("/web"),
        List.of("80->8080/tcp"),
        List.of("data:/data"),
        List.of(new Probe(AT, "tcp://172.17.0.2:80", 0, "refused")),
        List.of("a line", "\u001b[31mred\u0000"));
  }
}

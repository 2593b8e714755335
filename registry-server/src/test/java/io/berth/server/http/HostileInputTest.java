package io.berth.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.berth.api.Json;
import io.berth.api.Problem;
import io.berth.server.RunningServer.Running;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;

/**
 * Scenario C4: whatever comes in is refused with the place of the fault, nothing is written, and
 * the server is well afterwards.
 */
@Timeout(120)
class HostileInputTest {
  private static final String WEB = "/v1/namespaces/default/services/web";
  private static final int MIB = 1 << 20;

  private static Running server;
  private static long seq;

  @BeforeAll
  static void aServerOfItsOwn() {
    server = Running.start(Duration.ofSeconds(15));
    seq = server.seq();
  }

  @AfterAll
  static void itIsWellAndNothingWasWritten() {
    Calls calls = new Calls(server);
    calls.call("getReadiness").send().hasStatus(200);
    assertThat(server.seq()).isEqualTo(seq);
    calls.call("putService", "default", "web").json("{\"image\":\"a:v1\"}").send().hasStatus(201);
    server.close();
  }

  /** A request that is to be refused: as text, one character a byte. */
  private record Hostile(String name, String request, int status, String said) {}

  @TestFactory
  Stream<DynamicTest> hostileInputIsRefusedAndNamed() {
    return Stream.of(
            put("no body", "", 400, "the body is empty"),
            put("blank body", "  \n ", 400, "the body is empty"),
            put("no JSON", "image: web", 400, "line 1, column 6"),
            put("half a document", "{\"image\":", 400, "line 1, column 10"),
            put("trailing garbage", "{\"image\":\"a:v1\"} x", 400, "line 1, column 19"),
            put("two documents", "{\"image\":\"a:v1\"}{}", 400, "Trailing token"),
            put(
                "a key twice",
                "{\"deploy\":{\"replicas\":1,\"replicas\":2}}",
                400,
                "the key 'replicas' stands twice"),
            put("deep lists", "[".repeat(5000) + "]".repeat(5000), 400, "deeper than 100"),
            put("deep settings", settings(nested(200)), 400, "deeper than 100"),
            put("not UTF-8", "{\"image\":\"\u00ff\"}", 400, "not UTF-8"),
            put("overlong UTF-8", "{\"image\":\"\u00c0\u00af\"}", 400, "not UTF-8"),
            put("UTF-16", "\u00fe\u00ff\0{\0}", 400, "not UTF-8"),
            put("a NUL byte", "{\"image\":\"a\0b\"}", 400, "line 1, column 12"),
            put("a NUL escaped", settings("\"\\u0000\""), 422, "settings.a: has a NUL"),
            put("half a character", settings("\"\\ud800\""), 422, "settings.a: has half a"),
            put("a huge number", settings("1e999"), 422, "settings.a: is a number that is too"),
            put("NaN", settings("NaN"), 400, "line 1, column"),
            put("a number of 2000 digits", settings("9".repeat(2000)), 400, "1000"),
            put("a list", "[]", 422, "must be an object"),
            put("a text", "\"web\"", 422, "must be an object"),
            put("null", "null", 422, "must be an object"),
            put("a wrong type", "{\"image\":7}", 422, "image: must be"),
            put("an unknown key", "{\"image\":\"a\",\"prots\":[1]}", 422, "prots: "),
            put("port 0", "{\"image\":\"a\",\"ports\":[0]}", 422, "ports[0]: "),
            put("port 70000", "{\"image\":\"a\",\"ports\":[70000]}", 422, "ports[0]: "),
            put("port 2^70", "{\"ports\":[1180591620717411303424]}", 422, "ports[0]: "),
            put("a port twice", "{\"image\":\"a\",\"ports\":[80,80]}", 422, "80/tcp twice"),
            put("a port of a half", "{\"image\":\"a\",\"ports\":[80.5]}", 422, "ports[0]: "),
            put("negative duration", "{\"stop_grace_period\":\"-1s\"}", 422, "stop_grace_period: "),
            put("endless duration", "{\"stop_grace_period\":\"9999999d\"}", 422, "at most 365d"),
            put(
                "overflowing duration",
                "{\"stop_grace_period\":\"99999999999999999999s\"}",
                422,
                "stop_grace_period: "),
            put("negative replicas", "{\"deploy\":{\"replicas\":-1}}", 422, "deploy.replicas: "),
            put("replicas 1e9", "{\"deploy\":{\"replicas\":1e9}}", 422, "deploy.replicas: "),
            put("an image of spaces", "{\"image\":\"a b\"}", 422, "image: "),
            get("a dot-dot name", "/v1/namespaces/default/services/../x", 404, "no path"),
            get("dot-dot encoded", "/v1/namespaces/default/services/%2e%2e%2fx", 400, "service: "),
            get("a slash encoded", "/v1/namespaces/default/services/a%2Fb", 400, "service: "),
            get("a NUL encoded", "/v1/namespaces/default/services/%00", 400, "service: "),
            get("300 letters", "/v1/namespaces/default/services/" + "x".repeat(300), 400, "servi"),
            get("300 dots", "/v1/hosts/" + "%2e".repeat(300), 400, "host: "),
            get("capitals", "/v1/namespaces/Default/services/web", 400, "namespace: "),
            get("a bad escape", "/v1/namespaces/default/services/%zz", 400, "URL"),
            get("half an escape", "/v1/namespaces/default/services/%c3", 400, ""),
            get("a bad escape in the query", WEB + "?revision=%zz", 400, "URL"),
            get("a revision of 0", WEB + "?revision=0", 400, "revision: "),
            get("a negative revision", WEB + "?revision=-3", 400, "revision: "),
            get("an overflowing revision", WEB + "?revision=9999999999999999999", 400, "revisio"),
            get("a revision twice", WEB + "?revision=1&revision=2", 400, "more than once"),
            get("a limit of 0", WEB + "/revisions?limit=0", 400, "limit: "),
            get("a limit of 1001", WEB + "/revisions?limit=1001", 400, "from 1 to 1000, not"),
            get("a limit of words", WEB + "/revisions?limit=many", 400, "not \"many\""),
            get("an unknown path", "/v2/services", 404, "no path"),
            get("a long line", "/v1/hosts/" + "x".repeat(9000), 400, "at most 8 KiB"),
            get("a long cursor", WEB + "/revisions?cursor=" + "9".repeat(2000), 400, "cursor: "),
            get("a control character", "/v1/hosts?a=\u0001", 400, ""),
            with("an If-Match of words", "If-Match: latest", 400, "If-Match: "),
            with("an If-Match without quotes", "If-Match: 3", 400, "If-Match: "),
            with("a weak If-Match", "If-Match: W/\"3\"", 400, "If-Match: "),
            with("an If-Match of 0", "If-Match: \"0\"", 400, "If-Match: "),
            with("an If-Match that overflows", "If-Match: \"9999999999999999999\"", 400, "If-"),
            with("both conditions", "If-Match: \"1\"\r\nIf-None-Match: *", 400, "together"),
            with("an If-None-Match of a revision", "If-None-Match: \"1\"", 400, "If-None-Match: "),
            with("an empty key", "Idempotency-Key: ", 400, "Idempotency-Key: "),
            with("a long key", "Idempotency-Key: " + "k".repeat(129), 400, "Idempotency-Key: "),
            with("a key of spaces", "Idempotency-Key: a b", 400, "Idempotency-Key: "),
            with("a long author", "Berth-Author: " + "a".repeat(129), 400, "1 to 128"),
            with("an author of bytes", "Berth-Author: \u00ff", 400, "must be UTF-8"),
            with("large headers", "X-Large: " + "a".repeat(20_000), 400, "at most 16 KiB"),
            with("no content type known", "Content-Type: text/yaml", 415, "application/json"),
            bare(
                "another method", "PATCH " + WEB + " HTTP/1.1\r\nHost: x\r\n\r\n", 405, "no PATCH"),
            bare(
                "no method at all", "WHAT " + WEB + " HTTP/1.1\r\nHost: x\r\n\r\n", 405, "no WHAT"),
            bare("no Host", "GET " + WEB + " HTTP/1.1\r\n\r\n", 400, "Host"),
            bare("not HTTP", "HELLO\r\n\r\n", 400, "malformed"),
            bare("a message of two lines", message("a%0Ab"), 400, "message: "),
            bare("a long message", message("m".repeat(1001)), 400, "message: "),
            bare("a message that is not UTF-8", message("%ff"), 400, "message: "))
        .map(hostile -> DynamicTest.dynamicTest(hostile.name(), () -> isRefused(hostile)));
  }

  @Test
  void aBodyOfTenMebibytesIsRefusedAndTheConnectionServesOn() {
    try (RawHttp raw = new RawHttp(server)) {
      raw.write(head("Content-Length: " + 10 * MIB)).write(new byte[10 * MIB]);
      assertThat(raw.read().status()).isEqualTo(413);

      raw.write("GET /health/live HTTP/1.1\r\nHost: x\r\n\r\n");
      assertThat(raw.read().status()).isEqualTo(200);
    }
  }

  @Test
  void aBodyOfTenMebibytesInChunksIsRefusedAndTheConnectionServesOn() {
    try (RawHttp raw = new RawHttp(server)) {
      raw.write(head("Transfer-Encoding: chunked"));
      for (int i = 0; i < 10; i++) {
        raw.write("100000\r\n").write(new byte[MIB]).write("\r\n");
      }
      raw.write("0\r\n\r\n");
      assertThat(raw.read().status()).isEqualTo(413);

      raw.write("GET /health/live HTTP/1.1\r\nHost: x\r\n\r\n");
      assertThat(raw.read().status()).isEqualTo(200);
    }
  }

  @Test
  void aBodyThatIsSaidToBeEndlessIsRefusedBeforeItComes() {
    try (RawHttp raw = new RawHttp(server)) {
      raw.write(head("Content-Length: 99999999999"));
      RawHttp.Reply reply = raw.read();
      assertThat(reply.status()).isEqualTo(413);
      assertThat(reply.head()).containsIgnoringCase("connection: close");
      assertThat(raw.ends()).isTrue();
    }
  }

  @Test
  void aCallerThatAsksFirstIsToldBeforeItSendsTooMuch() {
    try (RawHttp raw = new RawHttp(server)) {
      raw.write(head("Expect: 100-continue\r\nContent-Length: " + 2 * MIB));
      assertThat(raw.read().status()).isEqualTo(413);
    }
    try (RawHttp raw = new RawHttp(server)) {
      raw.write(head("Expect: 100-continue\r\nContent-Length: 2"));
      assertThat(raw.read().status()).isEqualTo(100);
      raw.write("[]");
      assertThat(raw.read().status()).isEqualTo(422);
    }
  }

  @Test
  void aCallerThatHangsUpInTheMiddleOfItsBodyLeavesNothing() {
    try (RawHttp raw = new RawHttp(server)) {
      raw.write(head("Content-Length: 100")).write("{\"image\":");
    }
    await().until(() -> server.seq() == seq);
  }

  @Test
  void headAnswersAsGetWithoutTheBodyAndOptionsSayWhatThereIs() {
    try (RawHttp raw = new RawHttp(server)) {
      for (String path : new String[] {"/openapi.yaml", "/v1/hosts", "/v1/events"}) {
        raw.write("HEAD " + path + " HTTP/1.1\r\nHost: x\r\n\r\n");
        assertThat(raw.line()).isEqualTo("HTTP/1.1 200 OK");
        assertThat(raw.head()).isNotEmpty();
      }
      raw.write("OPTIONS " + WEB + " HTTP/1.1\r\nHost: x\r\n\r\n");
      RawHttp.Reply options = raw.read();
      assertThat(options.status()).isEqualTo(204);
      assertThat(options.head()).containsIgnoringCase("allow: DELETE, GET, PUT");
    }
  }

  private static void isRefused(Hostile hostile) {
    try (RawHttp raw = new RawHttp(server)) {
      RawHttp.Reply reply =
          raw.write(hostile.request().getBytes(StandardCharsets.ISO_8859_1)).read();
      assertThat(reply.status()).as(reply.toString()).isEqualTo(hostile.status());
      assertThat(reply.head()).containsIgnoringCase("content-type: application/problem+json");
      Problem problem = Json.mapper().readValue(reply.body(), Problem.class);
      assertThat(problem.status()).isEqualTo(hostile.status());
      assertThat(problem.detail()).contains(hostile.said());
      assertThat(problem.detail().length()).as("a short answer").isLessThan(400);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    new Calls(server).call("getLiveness").send().hasStatus(200);
  }

  private static Hostile put(String name, String body, int status, String said) {
    return bare(name, head("Content-Length: " + body.length()) + body, status, said);
  }

  private static Hostile get(String name, String path, int status, String said) {
    return bare(name, "GET " + path + " HTTP/1.1\r\nHost: x\r\n\r\n", status, said);
  }

  private static Hostile with(String name, String header, int status, String said) {
    return bare(name, head(header + "\r\nContent-Length: 2") + "{}", status, said);
  }

  private static Hostile bare(String name, String request, int status, String said) {
    return new Hostile(name, request, status, said);
  }

  private static String head(String headers) {
    return "PUT " + WEB + " HTTP/1.1\r\nHost: x\r\n" + headers + "\r\n\r\n";
  }

  private static String message(String message) {
    return "DELETE " + WEB + "?message=" + message + " HTTP/1.1\r\nHost: x\r\n\r\n";
  }

  private static String settings(String value) {
    return "{\"settings\":{\"a\":" + value + "}}";
  }

  private static String nested(int depth) {
    return "{\"a\":".repeat(depth) + "1" + "}".repeat(depth);
  }
}

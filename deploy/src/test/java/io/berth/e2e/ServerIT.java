package io.berth.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.berth.api.Json;
import io.berth.api.Revision;
import io.berth.e2e.kit.Api;
import io.berth.e2e.kit.Ground;
import io.berth.e2e.kit.Servers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.LongStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Servers that are killed under writes, one at a time. */
class ServerIT {
  private static final int KILLS = Ground.full() ? 200 : 50;
  private static final int WRITERS = 4;

  /** Not at once: what writers spend on a server that is away, its start would lack. */
  private static final Duration AGAIN = Duration.ofMillis(100);

  private static final Random RANDOM = new Random();

  private final Path folder = Ground.folder("server");
  private final AtomicBoolean writing = new AtomicBoolean(true);

  @Test
  void s1AServerKilledUnderWritesLosesNoAcknowledgedWriteAndAppliesNoneTwice() throws Exception {
    ExecutorService writers = Executors.newFixedThreadPool(WRITERS);
    try (Servers servers = servers()) {
      servers.start();
      List<Future<List<Revision>>> acknowledged = new ArrayList<>();
      for (int i = 0; i < WRITERS; i++) {
        String service = "s" + i;
        acknowledged.add(writers.submit(() -> write(servers, service)));
      }
      Instant started = Instant.now();
      for (int kill = 0; kill < KILLS; kill++) {
        await(started.plusMillis(20 + RANDOM.nextInt(400)));
        int victim = RANDOM.nextInt(servers.size());
        servers.program(victim).kill();
        servers.program(victim).start();
        started = Instant.now();
        s3WhatWasCommittedIsServedAfterTheRestart(servers.api(victim));
      }
      writing.set(false);
      int total = 0;
      for (int i = 0; i < WRITERS; i++) {
        total += check(servers.api(), "s" + i, acknowledged.get(i).get(2, TimeUnit.MINUTES));
      }
      assertThat(total).as("writes, and so most kills amid some").isGreaterThan(KILLS);
      System.out.println(
          "S1: "
              + KILLS
              + " kills of "
              + servers.size()
              + " servers, "
              + total
              + " acknowledged writes, lost 0, applied twice 0");
    } finally {
      writing.set(false);
      writers.shutdownNow();
    }
  }

  /**
   * Between commit and publish a kill may fall too: then the newest of the history becomes the head
   * all the same. The writers go on meanwhile, and theirs is published a moment after it is
   * committed.
   */
  private void s3WhatWasCommittedIsServedAfterTheRestart(Api api) {
    for (int i = 0; i < WRITERS; i++) {
      String path = "/v1/namespaces/default/services/s" + i;
      HttpResponse<String> history = api.call("GET", path + "/revisions?limit=1", null);
      if (history.statusCode() == 200) {
        long newest = json(history.body()).at("/items/0/revision").asLong();
        Awaitility.await("the head of " + path)
            .pollDelay(Duration.ZERO)
            .pollInterval(Duration.ofMillis(20))
            .atMost(Duration.ofSeconds(2))
            .until(() -> head(api, path) >= newest);
      }
    }
  }

  private long head(Api api, String path) {
    return json(api.call("GET", path, null).body()).path("revision").asLong();
  }

  /**
   * Writes one revision after the other, each until it is acknowledged, under an id that stays the
   * same, at whatever server answers.
   */
  private List<Revision> write(Servers servers, String service) {
    List<Revision> acknowledged = new ArrayList<>();
    for (int n = 1; writing.get(); n++) {
      String spec = "{\"settings\":{\"n\":" + n + "}}";
      String id = service + "-" + n;
      acknowledged.add(
          Awaitility.await()
              .atMost(Duration.ofMinutes(1))
              .pollDelay(Duration.ZERO)
              .pollInterval(AGAIN)
              .ignoreExceptions()
              .until(() -> attempt(servers, service, spec, id), Objects::nonNull));
    }
    return acknowledged;
  }

  private Revision attempt(Servers servers, String service, String spec, String id) {
    Api api = servers.api(RANDOM.nextInt(servers.size()));
    HttpResponse<String> answer =
        api.call("PUT", "/v1/namespaces/default/services/" + service, spec, "Idempotency-Key", id);
    if (answer.statusCode() / 100 != 2) {
      return null;
    }
    return Json.mapper().convertValue(json(answer.body()), Revision.class);
  }

  /**
   * The history holds each acknowledged write once, at the revision that was acknowledged, and
   * nothing else.
   */
  private int check(Api api, String service, List<Revision> acknowledged) {
    Map<Long, Long> history = new HashMap<>();
    String cursor = "";
    do {
      JsonNode page =
          json(
              api.call(
                      "GET",
                      "/v1/namespaces/default/services/"
                          + service
                          + "/revisions?limit=1000"
                          + cursor,
                      null)
                  .body());
      page.path("items")
          .forEach(
              item ->
                  history.put(
                      item.path("revision").asLong(), item.at("/spec/settings/n").asLong()));
      cursor =
          page.path("next").asText().isEmpty() ? null : "&cursor=" + page.path("next").asText();
    } while (cursor != null);
    assertThat(acknowledged).isNotEmpty();
    assertThat(history.values()).as("applied twice").doesNotHaveDuplicates();
    assertThat(history.keySet())
        .containsExactlyInAnyOrderElementsOf(
            LongStream.rangeClosed(1, acknowledged.size()).boxed().toList());
    for (int i = 0; i < acknowledged.size(); i++) {
      assertThat(history.get(acknowledged.get(i).revision())).as("lost").isEqualTo(i + 1);
    }
    return acknowledged.size();
  }

  private Servers servers() {
    String cluster = folder.getFileName().toString().toLowerCase(Locale.ROOT);
    return Servers.of(cluster, folder, "--keep-revisions", "1000000");
  }

  private static void await(Instant time) {
    Awaitility.await()
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(5))
        .until(() -> !Instant.now().isBefore(time));
  }

  private static JsonNode json(String text) {
    try {
      return Json.mapper().readTree(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

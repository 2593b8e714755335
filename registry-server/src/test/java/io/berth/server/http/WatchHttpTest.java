package io.berth.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.berth.api.Health;
import io.berth.api.Instances;
import io.berth.api.Revision;
import io.berth.api.Rollout;
import io.berth.api.RolloutState;
import io.berth.api.Settings;
import io.berth.server.RunningServer;
import io.berth.server.RunningServer.Running;
import io.berth.server.http.Calls.Answered;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(RunningServer.class)
@Timeout(60)
class WatchHttpTest {
  private static final Pattern WATCHES = Pattern.compile("berth_watches (\\d+)\\.0");

  private final Running server;
  private final Calls calls;
  private String config;

  WatchHttpTest(Running server) {
    this.server = server;
    this.calls = new Calls(server);
  }

  @BeforeEach
  void aService() {
    config = server.fresh("config");
    put(1);
    // Its rollout and its watches settle, so that nothing but the test moves.
    await().until(() -> rollout(1).state() == RolloutState.SUCCEEDED);
    await().until(() -> pending() == 0);
  }

  @Test
  void aWatchOfWhatIsNotHeldIsAnsweredAtOnce() {
    assertThat(watch("getService", "\"7\"", 1, "default", config).join().status()).isEqualTo(200);
    assertThat(watch("getSettings", "\"x\"", 30, "default", config).join().status()).isEqualTo(200);
  }

  @Test
  void aWatchIsAnsweredWhenTheServiceChanges() {
    CompletableFuture<Answered> watch = watch("getService", "\"1\"", 30, "default", config);
    untilPending(1);

    put(2);

    Answered answered = watch.join().hasStatus(200);
    assertThat(answered.etag()).isEqualTo("\"2\"");
    assertThat(answered.as(Revision.class).revision()).isEqualTo(2);
  }

  @Test
  void aWatchWhoseTimeIsUpIsToldThatNothingChanged() {
    Answered answered = watch("getService", "\"1\"", 1, "default", config).join();

    answered.hasStatus(304);
    assertThat(answered.etag()).isEqualTo("\"1\"");
    assertThat(answered.response().body()).isEmpty();
  }

  @Test
  void whatIsHeldIsNotSentAgainToWhoDoesNotWait() {
    String host = server.fresh("host");
    report(host, Health.PASSING, 1);

    unchanged("getService", "default", config);
    unchanged("lookUpInstances", "default", config);
    unchanged("getSettings", "default", config);
    unchanged("getRollout", "default." + config + ".1");
    unchanged("getAssignments", host);
  }

  @Test
  void aWatchOfADeletedServiceIsToldThatItIsGone() {
    CompletableFuture<Answered> watch = watch("getService", "\"1\"", 30, "default", config);
    untilPending(1);

    calls.call("deleteService", "default", config).send().hasStatus(200);

    watch.join().hasStatus(404).problem("not_found");
  }

  @Test
  void aWatchOfInstancesIsAnsweredWhenOneComes() {
    Answered before = calls.call("lookUpInstances", "default", config).send();
    CompletableFuture<Answered> watch =
        watch("lookUpInstances", before.etag(), 30, "default", config);
    untilPending(1);

    calls
        .call("registerInstance", "default", config, "one")
        .json("{\"address\":\"10.0.0.7\",\"port\":80}")
        .send()
        .hasStatus(201);

    assertThat(watch.join().hasStatus(200).as(Instances.class).instances()).hasSize(1);
  }

  @Test
  void aWatchOfSettingsIsAnsweredWhenTheyChange() {
    CompletableFuture<Answered> watch = watch("getSettings", "\"1\"", 30, "default", config);
    untilPending(1);

    put(2);

    assertThat(watch.join().hasStatus(200).as(Settings.class).settings())
        .hasToString("{\"turn\":2}");
  }

  @Test
  void aWatchOfARolloutIsAnsweredWhenItGoesOn() {
    put(2);
    String id = "default." + config + ".2";
    Answered seen = calls.call("getRollout", id).send().hasStatus(200);
    while (seen.as(Rollout.class).state() != RolloutState.SUCCEEDED) {
      seen = watch("getRollout", seen.etag(), 30, id).join().hasStatus(200);
    }
  }

  @Test
  void aWatchOfAssignmentsIsAnsweredWhenAnImageIsOrdered() {
    String host = server.fresh("host");
    report(host, Health.PASSING, 1);
    Answered before = calls.call("getAssignments", host).send().hasStatus(200);
    CompletableFuture<Answered> watch = watch("getAssignments", before.etag(), 30, host);
    String web = server.fresh("web");

    calls
        .call("putService", "default", web)
        .json(
            "{\"image\":\""
                + web
                + ":v1\",\"deploy\":{\"placement\":{\"constraints\":[\"host.name == "
                + host
                + "\"]}}}")
        .send()
        .hasStatus(201);

    // What other tests have put may come to this host too, and be told of first.
    Answered answered = watch.join().hasStatus(200);
    while (!answered.json().path("images").findValuesAsText("image").contains(web + ":v1")) {
      answered = watch("getAssignments", answered.etag(), 30, host).join().hasStatus(200);
    }
  }

  @Test
  void aReportOfOtherFiguresWakesNobody() {
    String host = server.fresh("host");
    report(host, Health.PASSING, 1);
    Answered before = calls.call("lookUpInstances", "default", config).send();
    CompletableFuture<Answered> watch =
        watch("lookUpInstances", before.etag(), 30, "default", config);
    untilPending(1);

    report(host, Health.PASSING, 2);
    report(host, Health.PASSING, 3);
    assertThat(watch).isNotDone();

    report(host, Health.FAILING, 3);
    watch.join().hasStatus(200);
  }

  @Test
  void aWatcherThatGoesAwayLeavesNothingBehind() {
    try (RawHttp raw = new RawHttp(server)) {
      raw.write(watchOf(config, 60));
      untilPending(1);
    }

    untilPending(0);
  }

  /** Scenario S9. */
  @Test
  void watchersThatReadNothingHoldNobodyElseUp() {
    List<RawHttp> stuck = new ArrayList<>();
    try {
      for (int i = 0; i < 100; i++) {
        stuck.add(new RawHttp(server).write(watchOf(config, 60)));
      }
      untilPending(100);
      CompletableFuture<Answered> watch = watch("getService", "\"1\"", 30, "default", config);
      untilPending(101);

      put(2);

      watch.orTimeout(5, TimeUnit.SECONDS).join().hasStatus(200);
      untilPending(0); // Their answers are written; whether they are read is theirs to see to.
    } finally {
      stuck.forEach(RawHttp::close);
    }
  }

  @Test
  void aConnectionMayAskForMoreBeforeItsWatchIsAnswered() {
    try (RawHttp raw = new RawHttp(server)) {
      raw.write(watchOf(config, 1) + "GET /health/live HTTP/1.1\r\nHost: x\r\n\r\n");

      assertThat(raw.read().status()).isEqualTo(304);
      assertThat(raw.read().status()).isEqualTo(200);
    }
  }

  @Test
  void watchersNeverMissTheLastStateAndNeverGoBack() {
    List<CompletableFuture<List<Long>>> watchers = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      watchers.add(CompletableFuture.supplyAsync(() -> follow(40)));
    }

    for (int turn = 2; turn <= 40; turn++) {
      put(turn);
    }

    for (CompletableFuture<List<Long>> watcher : watchers) {
      List<Long> seen = watcher.join();
      assertThat(seen).isSorted().doesNotHaveDuplicates().endsWith(40L);
    }
  }

  @Test
  void aWaitThatIsNoNumberOfSecondsIsRefused() {
    for (String wait : new String[] {"wait=soon", "wait=-1", "wait=1.5", "wait=99999999999"}) {
      calls
          .call("getService", "default", config)
          .header("If-None-Match", "\"1\"")
          .header("Prefer", wait)
          .send()
          .hasStatus(400)
          .problem("invalid_request");
    }
    calls
        .call("getService", "default", config)
        .header("If-None-Match", "1")
        .send()
        .hasStatus(400)
        .problem("invalid_request");
  }

  private void unchanged(String operation, String... arguments) {
    String etag = calls.call(operation, arguments).send().hasStatus(200).etag();
    calls.call(operation, arguments).header("If-None-Match", etag).send().hasStatus(304);
  }

  private List<Long> follow(long last) {
    List<Long> seen = new ArrayList<>();
    String etag = "\"0\"";
    while (seen.isEmpty() || seen.get(seen.size() - 1) < last) {
      Answered answered = watch("getService", etag, 10, "default", config).join();
      if (answered.status() == 200) {
        seen.add(answered.as(Revision.class).revision());
      }
      etag = answered.etag();
    }
    return seen;
  }

  private CompletableFuture<Answered> watch(
      String operation, String etag, int seconds, String... arguments) {
    return calls
        .call(operation, arguments)
        .header("If-None-Match", etag)
        .header("Prefer", "wait=" + seconds)
        .sendLater();
  }

  private static String watchOf(String service, int seconds) {
    return "GET /v1/namespaces/default/services/"
        + service
        + " HTTP/1.1\r\nHost: x\r\nIf-None-Match: \"1\"\r\nPrefer: wait="
        + seconds
        + "\r\n\r\n";
  }

  private void put(int turn) {
    Answered answered =
        calls
            .call("putService", "default", config)
            .json("{\"settings\":{\"turn\":" + turn + "}}")
            .send();
    assertThat(answered.status()).isBetween(200, 201);
  }

  private void report(String host, Health health, long cpu) {
    calls
        .call("putHostStatus", host)
        .body(Reports.host(host, Reports.status(config, host, health, cpu)))
        .send()
        .hasStatus(204);
  }

  private Rollout rollout(long revision) {
    return calls.call("getRollout", "default." + config + "." + revision).send().as(Rollout.class);
  }

  private void untilPending(int count) {
    await().atMost(Duration.ofSeconds(10)).until(() -> pending() == count);
  }

  private int pending() {
    Matcher matcher = WATCHES.matcher(calls.call("getMetrics").send().text());
    return matcher.find() ? Integer.parseInt(matcher.group(1)) : -1;
  }
}

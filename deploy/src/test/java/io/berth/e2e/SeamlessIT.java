package io.berth.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.api.Revision;
import io.berth.api.Rollout;
import io.berth.api.RolloutState;
import io.berth.e2e.kit.Conversation;
import io.berth.e2e.kit.Ground;
import io.berth.e2e.kit.House;
import io.berth.e2e.kit.Images;
import io.berth.e2e.kit.Load;
import io.berth.e2e.kit.Release;
import io.berth.e2e.kit.Specs;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.function.Predicate;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What no caller may notice: two hundred requests a second, and none of them fails. */
class SeamlessIT {
  private static final int PER_SECOND = 200;
  private static final long ENOUGH = 5_000;
  private static House house;

  @BeforeAll
  static void open() {
    house = House.open("seamless");
  }

  @AfterAll
  static void close() {
    house.close();
  }

  @Test
  void r1GoodUpdatesOfOneReplicaFailNoRequest() {
    int port = Ground.freePort();
    succeeds("web", Specs.web("web:v1", port));
    Load load = Load.on(port, PER_SECOND);
    int updates = 0;
    do {
      updates++;
      succeeds("web", Specs.web(updates % 2 == 0 ? "web:v1" : "web:v2", port));
    } while (load.answered() < ENOUGH);
    Load.Outcome outcome = load.endWell("R1: " + updates + " updates");
    assertThat(outcome.answers()).containsKeys("v1", "v2");
  }

  @Test
  void r14AgentsKilledAndProxiesExchangedFailNoRequest() {
    undisturbed(
        "kept",
        "R14: 3 kills of the agent, 3 proxies exchanged",
        () -> {
          for (int round = 0; round < 3; round++) {
            house.agent().kill();
            house.host().exchangeProxy();
            house.agent().start();
          }
        });
  }

  @Test
  void r14AnAgentAndAProxyOfAnotherReleaseTakeOverAndNoRequestFails() {
    undisturbed(
        "risen",
        "R14: agent and proxy become the next release and this one again",
        () -> {
          for (Release release : List.of(Release.next(1), Release.current())) {
            release.installAt(house.host());
            house.host().exchangeProxy();
            assertThat(house.agent().stop()).isZero();
            house.agent().start();
            Awaitility.await("the version that the host shows")
                .until(() -> house.api().hosts().get(0).agentVersion().equals(release.version()));
          }
        });
  }

  /**
   * Of 500 requests a second none fails over something that befalls the host, its container is the
   * same afterwards, and it takes an update.
   */
  private static void undisturbed(String service, String what, Runnable event) {
    int port = Ground.freePort();
    succeeds(service, Specs.web("web:v1", port));
    String container = house.running(service).get(0).name();
    Load load = Load.on(port, 500);

    event.run();

    house.api().awaitPassing(service, 1, Duration.ofSeconds(30));
    Awaitility.await().until(() -> load.answered() > ENOUGH);
    assertThat(house.running(service)).extracting(one -> one.name()).containsExactly(container);
    succeeds(service, Specs.web("web:v2", port));
    load.endWell(what);
  }

  @Test
  void r13AnAgentKilledAtAnyStepOfARolloutGoesOnAndNoRequestFails() {
    int port = Ground.freePort();
    String patience = "\"healthy_deadline\":\"30s\""; // An agent may take long to start.
    succeeds("killed", Specs.web("web:v1", port, patience));
    Load load = Load.on(port, PER_SECOND);
    int kills = 0;
    for (Predicate<Rollout> step : steps()) {
      String image = kills % 2 == 0 ? "web:v2" : "web:v1";
      Revision put = house.api().put("killed", Specs.web(image, port, patience));
      Awaitility.await()
          .atMost(Duration.ofSeconds(30))
          .pollInterval(Duration.ofMillis(10))
          .until(() -> step.test(house.api().rollout("killed", put.revision())));
      house.agent().kill();
      house.agent().start();
      assertThat(house.api().awaitEnd("killed", put.revision()).state())
          .as("killed at step %d", kills)
          .isEqualTo(RolloutState.SUCCEEDED);
      kills++;
    }
    load.endWell("R13: " + kills + " kills of the agent in mid-rollout");
    Awaitility.await().until(() -> house.containers("killed").size() == 1);
  }

  /** Where a rollout is when its agent is killed. */
  private static List<Predicate<Rollout>> steps() {
    return List.of(
        rollout -> true,
        rollout -> rollout.state() == RolloutState.UPDATING,
        rollout -> house.containers("killed").size() == 2,
        rollout -> house.running("killed").size() == 2,
        rollout -> rollout.slots().stream().anyMatch(slot -> slot.countedAt() != null),
        rollout -> rollout.state() == RolloutState.MONITORING,
        rollout -> rollout.state() == RolloutState.SUCCEEDED);
  }

  @Test
  void r25AnExclusiveVolumeHasNeverTwoWritersAndRequestsWaitForTheNext() {
    int port = Ground.freePort();
    succeeds("writer", Specs.writer("web:v1", port));
    Load load = Load.whereHeld(port, PER_SECOND);
    for (String image : List.of("web:v2", "web:v1", "web:v2")) {
      succeeds("writer", Specs.writer(image, port));
    }
    load.endWell("R25: 3 updates");
    assertNeverTwoWriters("writer");
  }

  @Test
  void r25RequestsWaitForANextWriterThatTakesSecondsToStart() {
    int port = Ground.freePort();
    Images.push("web:slow4", "VERSION=slow4", "START_SLOW_S=4");
    succeeds("sluggish", Specs.writer("web:v1", port));
    Load load = Load.whereHeld(port, PER_SECOND);

    succeeds(
        "sluggish",
        Specs.writer("web:slow4", port)
            .replace("\"start_period\":\"1s\"", "\"start_period\":\"8s\"")
            .replace("\"monitor\":\"3s\"", "\"monitor\":\"9s\""));

    Load.Outcome outcome = load.endWell("R25: an update that takes seconds");
    assertThat(outcome.answers()).containsOnlyKeys("v1", "slow4");
    assertThat(outcome.longestGap()).isGreaterThan(Duration.ofSeconds(4));
    assertNeverTwoWriters("sluggish");
  }

  private static void assertNeverTwoWriters(String service) {
    assertThat(house.api().records(service))
        .as("a second writer ends with 73")
        .noneMatch(record -> Integer.valueOf(73).equals(record.exitCode()));
  }

  @Test
  void r10TheSecondOfTwoUpdatesInQuickSuccessionSupersedesTheFirst() {
    int port = Ground.freePort();
    succeeds("hasty", Specs.web("web:v1", port));
    Load load = Load.on(port, PER_SECOND);
    Revision first = house.api().put("hasty", Specs.web("web:never", port));
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> house.running("hasty").size() == 2);
    Revision second = house.api().put("hasty", Specs.web("web:v2", port));

    assertThat(house.api().awaitEnd("hasty", second.revision()).state())
        .isEqualTo(RolloutState.SUCCEEDED);
    Rollout overtaken = house.api().rollout("hasty", first.revision());
    assertThat(overtaken.state()).isEqualTo(RolloutState.SUPERSEDED);
    assertThat(overtaken.supersededBy()).isEqualTo(second.revision());
    assertThat(overtaken.reason()).contains("revision " + second.revision());
    load.endWell("R10");
    Awaitility.await().until(() -> house.running("hasty").size() == 1);
  }

  @Test
  void r27WhatIsUnderWayAtASwitchEndsWellOrIsClosedCleanlyAfterTheDrainTimeout() throws Exception {
    int port = Ground.freePort();
    String[] drain = {"\"drain_timeout\":\"6s\"", "\"monitor\":\"4s\""};
    // Seconds in which it runs and answers nothing: what is asked then is the old one's to answer.
    String next =
        Specs.web("web:v2", port, "\"START_SLOW_S\":2", drain)
            .replace("\"start_period\":\"1s\"", "\"start_period\":\"3s\"");
    succeeds("long", Specs.web("web:v1", port, drain));
    Load load = Load.on(port, PER_SECOND);
    try (Conversation events = Conversation.begin(port, "/events");
        Conversation upgraded = Conversation.upgrade(port)) {
      assertThat(events.next()).contains("200 OK");
      assertThat(upgraded.next()).contains("101 Switching Protocols");
      Future<Ended> streamed = end(events);
      Revision put = house.api().put("long", next);
      Awaitility.await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> house.running("long").size() == 2);
      try (Conversation request = Conversation.begin(port, "/hold/5000")) {
        Future<Ended> answered = end(request);
        Instant switched = awaitAnswer(port, "v2 ");
        upgraded.say("still there?\r\n\r\n");
        assertThat(upgraded.next()).isEqualTo("still there?\r\n\r\n");
        Future<Ended> closed = end(upgraded);

        assertThat(answered.get().text()).contains("200 OK").contains("v1 ");
        assertThat(answered.get().at()).as("the request went on").isAfter(switched);
        assertThat(streamed.get().text()).contains("data: v1 ").endsWith("\r\n0\r\n\r\n");
        assertThat(closed.get().text()).isEmpty();
        for (Ended ended : List.of(streamed.get(), closed.get())) {
          assertThat(ended.at())
              .as("the drain timeout, not before and not long after")
              .isBetween(switched.plusSeconds(5), switched.plusSeconds(9));
        }
      }
      assertThat(house.api().awaitEnd("long", put.revision()).state())
          .isEqualTo(RolloutState.SUCCEEDED);
    }
    load.endWell("R27");
    Awaitility.await().until(() -> house.running("long").size() == 1);
  }

  /** All that somebody was told, and when that ended. */
  private record Ended(String text, Instant at) {}

  private static Future<Ended> end(Conversation conversation) {
    FutureTask<Ended> end =
        new FutureTask<>(
            () -> {
              String text = conversation.rest();
              return new Ended(text, Instant.now());
            });
    new Thread(end).start();
    return end;
  }

  private static Instant awaitAnswer(int port, String text) {
    Awaitility.await()
        .pollInterval(Duration.ofMillis(20))
        .until(
            () -> {
              try (Conversation one = Conversation.begin(port, "/")) {
                return one.rest().contains(text);
              }
            });
    return Instant.now();
  }

  private static void succeeds(String service, String spec) {
    Revision put = house.api().put(service, spec);
    assertThat(house.api().awaitEnd(service, put.revision()).state())
        .isEqualTo(RolloutState.SUCCEEDED);
  }
}

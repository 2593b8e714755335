package io.berth.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.server.RunningServer;
import io.berth.server.RunningServer.Running;
import io.berth.server.http.Calls.Answered;
import io.berth.server.journal.Journal;
import io.berth.server.journal.JournalUnavailable;
import io.berth.server.journal.Scribe;
import io.berth.server.journal.StaleVersion;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(RunningServer.class)
class JournalAwayHttpTest {
  private static final Duration DEADLINE = Duration.ofSeconds(10);
  private static final Scribe NOBODY_WRITES =
      write -> {
        throw away();
      };

  private final Running server;
  private String web;

  JournalAwayHttpTest(Running server) {
    this.server = server;
  }

  @BeforeEach
  void aService() {
    web = server.fresh("web");
    new Calls(server).call("putService", "default", web).json("{\"image\":\"web:v1\"}").send();
  }

  @Test
  void readsAndLookupsGoOnFromMemory() {
    try (Front front = new Front(server, awayJournal(), NOBODY_WRITES, DEADLINE)) {
      Calls calls = new Calls(front.url());

      calls.call("getService", "default", web).send().hasStatus(200);
      calls.call("lookUpInstances", "default", web).send().hasStatus(200);
      calls.call("getSettings", "default", web).send().hasStatus(200);
      calls.call("listServices", "default").send().hasStatus(200);
      calls.call("getRollout", "default." + web + ".1").send().hasStatus(200);
      calls.call("listHosts").send().hasStatus(200);
    }
  }

  @Test
  void writesAndTheHistoryAreUnavailable() {
    try (Front front = new Front(server, awayJournal(), NOBODY_WRITES, DEADLINE)) {
      Calls calls = new Calls(front.url());

      unavailable(calls.call("putService", "default", web).json("{\"image\":\"web:v2\"}"));
      unavailable(calls.call("applyServices", "default").json("{\"new\":{\"image\":\"a\"}}"));
      unavailable(calls.call("deleteService", "default", web));
      unavailable(calls.call("rollBackService", "default", web).json("{\"to\":1}"));
      unavailable(calls.call("steerRollout", "default." + web + ".1", "pause"));
      unavailable(calls.call("listRevisions", "default", web));
      unavailable(calls.call("diffRevisions", "default", web));
      unavailable(calls.call("getRecord", "default", web, "one"));
      unavailable(calls.call("followEvents").header("Last-Event-ID", "0"));
    }
  }

  @Test
  void aServiceThatManyChangeAtOnceIsAConflict() {
    Scribe alwaysLate =
        write -> {
          throw new StaleVersion(write.drafts().get(0), 99);
        };
    Journal journal = server.server().domain().journal();
    try (Front front = new Front(server, journal, alwaysLate, DEADLINE)) {
      Calls calls = new Calls(front.url());

      conflict(calls.call("putService", "default", web).json("{\"image\":\"web:v2\"}"));
      conflict(calls.call("applyServices", "default").json("{\"new\":{\"image\":\"a:v1\"}}"));
      conflict(calls.call("deleteService", "default", web));
    }
  }

  @Test
  void aJournalThatDoesNotAnswerInTimeIsNotWaitedForAndReadsGoOn() {
    CountDownLatch answers = new CountDownLatch(1);
    Scribe stuck =
        write -> {
          awaitUninterruptibly(answers);
          throw away();
        };
    Journal journal = server.server().domain().journal();
    try (Front front = new Front(server, journal, stuck, Duration.ofMillis(200))) {
      Calls calls = new Calls(front.url());

      Answered answered =
          calls.call("putService", "default", web).json("{\"image\":\"web:v2\"}").send();

      assertThat(answered.hasStatus(503).problem("journal_unavailable").detail())
          .isEqualTo("the journal did not answer in time");
      calls.call("getService", "default", web).send().hasStatus(200);
      answers.countDown();
    }
  }

  private static void unavailable(Calls.Call call) {
    Answered answered = call.send().hasStatus(503);
    assertThat(answered.problem("journal_unavailable").detail()).isEqualTo("the disk is full");
    assertThat(answered.response().headers().firstValue("retry-after")).hasValue("1");
  }

  private static void conflict(Calls.Call call) {
    call.send().hasStatus(409).problem("conflict");
  }

  private static Journal awayJournal() {
    return (Journal)
        Proxy.newProxyInstance(
            Journal.class.getClassLoader(),
            new Class<?>[] {Journal.class},
            (proxy, method, arguments) -> {
              throw away();
            });
  }

  private static void awaitUninterruptibly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static JournalUnavailable away() {
    return new JournalUnavailable("the disk is full", null);
  }
}

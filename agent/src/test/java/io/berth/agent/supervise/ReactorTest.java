package io.berth.agent.supervise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ReactorTest {
  private static final Duration LONG = Duration.ofMinutes(1);

  private final Reactor reactor = new Reactor();
  private final List<String> seen = new CopyOnWriteArrayList<>();
  private final AtomicInteger passes = new AtomicInteger();

  @AfterEach
  void close() {
    reactor.close();
  }

  private void start(Duration alone) {
    reactor.start(
        () -> {
          seen.add("pass");
          passes.incrementAndGet();
          return alone;
        });
  }

  @Test
  void aPassFollowsEveryChange() {
    start(LONG);
    await().until(() -> passes.get() == 1);
    reactor.execute(() -> seen.add("change"));
    await().until(() -> passes.get() == 2);
    assertThat(seen).containsExactly("pass", "change", "pass");
  }

  @Test
  void manyChangesAtOnceMakeOnePass() {
    CountDownLatch gate = new CountDownLatch(1);
    start(LONG);
    await().until(() -> passes.get() == 1);
    reactor.execute(
        () -> {
          try {
            gate.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
    await().until(() -> reactor.waiting() == 0);
    for (int i = 0; i < 100; i++) {
      reactor.execute(() -> seen.add("change"));
    }
    gate.countDown();
    await().until(() -> passes.get() == 3);
    assertThat(seen.subList(seen.indexOf("change"), seen.size())).hasSize(101).endsWith("pass");
  }

  @Test
  void leftAloneItRunsAPassWhenItIsDue() {
    start(Duration.ofMillis(5));
    await().until(() -> passes.get() > 5);
  }

  @Test
  void aChangeThatFailsEndsNothing() {
    start(LONG);
    reactor.execute(
        () -> {
          throw new IllegalStateException("expected by this test");
        });
    reactor.execute(() -> seen.add("change"));
    await().until(() -> seen.contains("change"));
  }
}

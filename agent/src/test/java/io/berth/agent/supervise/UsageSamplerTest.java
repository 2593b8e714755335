package io.berth.agent.supervise;

import static org.awaitility.Awaitility.await;

import io.berth.agent.kit.FakeEngine;
import io.berth.agent.thread.Threads;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class UsageSamplerTest {
  @Test
  void whileTheyAreComparedThereIsAReadingForEveryComparison() {
    AtomicInteger readings = new AtomicInteger();
    try (Threads threads = new Threads()) {
      UsageSampler usage = new UsageSampler(new FakeEngine(), threads, readings::incrementAndGet);
      usage.running(Set.of(), true);
      usage.start();

      await().atMost(Duration.ofSeconds(5)).until(() -> readings.get() >= 2);
    }
  }
}

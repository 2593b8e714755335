package io.berth.agent.proxy;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.LongAdder;

/** Counts what a proxy refuses; it only ever grows. Thread-safe. */
final class Refusals {
  private final Map<Refusal, LongAdder> counts = new EnumMap<>(Refusal.class);

  Refusals() {
    for (Refusal why : Refusal.values()) {
      counts.put(why, new LongAdder());
    }
  }

  void count(Refusal why) {
    counts.get(why).increment();
  }

  /** Why → how often. */
  Map<String, Long> sums() {
    Map<String, Long> sums = new TreeMap<>();
    counts.forEach((why, count) -> sums.put(why.name().toLowerCase(Locale.ROOT), count.sum()));
    return sums;
  }
}

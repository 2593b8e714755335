package io.berth.sdk;

import io.berth.api.Instance;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The better of two at random. An instance that fails is to be passed over: {@link #FIRST} times
 * after the first failure, twice as often after each further one, up to {@link #MAX}; a success
 * ends that and takes one failure off. So an instance that always fails still gets about one call
 * in {@link #MAX} in which it is drawn, whatever the rate of calls, and no clock is read.
 *
 * <p>Two threads may each count one passing and write the same number: it is a hint, not a sum.
 */
final class TwoChoices implements Picker {
  static final Strategy STRATEGY = TwoChoices::first;

  static final int FIRST = 32;
  static final int MAX = 1024;

  /** How often an instance is still to be passed over; above these bits, how often it failed. */
  private static final int PASSINGS = 0xFFFF;

  private static final int FAILED_ONCE = PASSINGS + 1;

  private final Instance[] instances;
  private final AtomicInteger[] scores;
  private final Map<String, AtomicInteger> byId = new HashMap<>();

  private TwoChoices(List<Instance> instances, Map<String, AtomicInteger> known) {
    this.instances = instances.toArray(Instance[]::new);
    this.scores = new AtomicInteger[this.instances.length];
    for (int i = 0; i < scores.length; i++) {
      String id = this.instances[i].id();
      scores[i] = known.getOrDefault(id, new AtomicInteger());
      byId.put(id, scores[i]);
    }
  }

  private static TwoChoices first(List<Instance> instances) {
    return new TwoChoices(instances, Map.of());
  }

  @Override
  public Instance pick() {
    int size = instances.length;
    if (size == 1) {
      return instances[0];
    }
    long random = ThreadLocalRandom.current().nextLong();
    int one = scaled(random >>> 32, size);
    int other = scaled(random & 0xFFFF_FFFFL, size - 1);
    if (other >= one) {
      other++;
    }
    int score = scores[one].get();
    int otherScore = scores[other].get();
    int passings = score & PASSINGS;
    int otherPassings = otherScore & PASSINGS;
    if (passings == otherPassings) {
      return instances[one];
    }
    if (passings < otherPassings) {
      scores[other].lazySet(otherScore - 1);
      return instances[one];
    }
    scores[one].lazySet(score - 1);
    return instances[other];
  }

  /** From 32 random bits to 0 … bound-1, without a division. */
  private static int scaled(long bits, int bound) {
    return (int) ((bits * bound) >>> 32);
  }

  @Override
  public void report(Instance instance, boolean success) {
    AtomicInteger score = byId.get(instance.id());
    if (score == null) {
      return;
    }
    int failures = score.get() / FAILED_ONCE;
    if (success) {
      // Written only where it says something new: calls that succeed share no memory.
      if (failures > 0) {
        score.set((failures - 1) * FAILED_ONCE);
      }
      return;
    }
    int now = FIRST << failures >= MAX ? failures : failures + 1;
    score.set(now * FAILED_ONCE + Math.min(MAX, FIRST << failures));
  }

  @Override
  public Picker over(List<Instance> next) {
    return new TwoChoices(next, byId);
  }
}

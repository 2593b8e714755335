package io.berth.sdk;

import io.berth.api.Instance;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;

/**
 * In proportion to weight. The instances share a circle, each an arc as long as its weight; every
 * pick goes on by the golden ratio of the circle. That sequence is the most even there is: an
 * instance's picks lie as far apart as they can, without the lock and the walk over all instances
 * that the usual smooth weighted round-robin needs.
 */
final class Weighted implements Picker {
  static final Strategy STRATEGY = Weighted::first;

  /** 2^64 divided by the golden ratio. */
  private static final long GOLDEN = 0x9E37_79B9_7F4A_7C15L;

  private final Instance[] instances;

  /** Where each instance's arc ends. */
  private final long[] ends;

  private final AtomicLong count;

  private Weighted(List<Instance> instances, AtomicLong count) {
    this.instances = instances.toArray(Instance[]::new);
    this.ends = new long[this.instances.length];
    this.count = count;
    long end = 0;
    for (int i = 0; i < ends.length; i++) {
      end += Math.max(1, this.instances[i].weight());
      ends[i] = end;
    }
  }

  private static Weighted first(List<Instance> instances) {
    return new Weighted(instances, new AtomicLong(ThreadLocalRandom.current().nextLong()));
  }

  @Override
  public Instance pick() {
    long point = (count.getAndIncrement() * GOLDEN) >>> 33;
    long place = (point * ends[ends.length - 1]) >>> 31;
    int low = 0;
    int high = ends.length - 1;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (place < ends[middle]) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return instances[low];
  }

  @Override
  public Picker over(List<Instance> next) {
    return new Weighted(next, count);
  }
}

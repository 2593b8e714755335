package io.berth.sdk;

import io.berth.api.Instance;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

/** Each in turn. The count goes on over a change of the list. */
final class RoundRobin implements Picker {
  static final Strategy STRATEGY = RoundRobin::first;

  private final Instance[] instances;
  private final AtomicInteger count;

  private RoundRobin(List<Instance> instances, AtomicInteger count) {
    this.instances = instances.toArray(Instance[]::new);
    this.count = count;
  }

  /** Begins anywhere, or every client that starts would call the same instance first. */
  private static RoundRobin first(List<Instance> instances) {
    return new RoundRobin(instances, new AtomicInteger(ThreadLocalRandom.current().nextInt()));
  }

  @Override
  public Instance pick() {
    return instances[Integer.remainderUnsigned(count.getAndIncrement(), instances.length)];
  }

  @Override
  public Picker over(List<Instance> next) {
    return new RoundRobin(next, count);
  }
}

package io.berth.sdk;

import io.berth.api.Instance;
import java.util.List;

/** How a lookup picks an instance. */
@FunctionalInterface
public interface Strategy {
  /**
   * A picker over these instances. Called on the client's thread once per list, so it must not
   * wait; work that can be done per list rather than per pick belongs here.
   *
   * @param instances immutable, never empty, in the order of their ids
   */
  Picker over(List<Instance> instances);

  /** Each in turn, from a random first one. The default. */
  static Strategy roundRobin() {
    return RoundRobin.STRATEGY;
  }

  /**
   * The better of two at random, by the failures reported with {@link Lookup#report}. An instance
   * that fails is passed over ever longer, but tried again: that is how it comes back.
   */
  static Strategy twoChoices() {
    return TwoChoices.STRATEGY;
  }

  /** In proportion to the instances' weights, evenly mixed. */
  static Strategy weighted() {
    return Weighted.STRATEGY;
  }
}

package io.berth.sdk;

import io.berth.api.Instance;

/**
 * Picks from one list of instances. It is itself the strategy for the list that follows, so that it
 * can hand its state on. {@link #pick} and {@link #report} are called by many threads at once and
 * must neither wait nor allocate; {@link #over} is called by one.
 */
public interface Picker extends Strategy {
  /** The instance to call next. */
  Instance pick();

  /** How a call to an instance went; it may be one that has left the list. */
  default void report(Instance instance, boolean success) {}
}

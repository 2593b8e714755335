package io.berth.sdk;

/** A listener's place; closing it ends it. */
@FunctionalInterface
public interface Subscription extends AutoCloseable {
  /** The listener hears of no change after those already on their way. */
  @Override
  void close();
}

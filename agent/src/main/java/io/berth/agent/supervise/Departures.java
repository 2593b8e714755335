package io.berth.agent.supervise;

/** How those who send requests to an instance from elsewhere hear that it leaves. */
@FunctionalInterface
public interface Departures {
  /** Returns once they can have heard it of an instance that is being stopped. */
  void await(String instance) throws InterruptedException;
}

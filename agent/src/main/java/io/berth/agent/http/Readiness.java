package io.berth.agent.http;

import java.util.List;

/**
 * Whether the agent does its work.
 *
 * @param ready whether it does
 * @param reasons why it does not
 */
public record Readiness(boolean ready, List<String> reasons) {
  /** Ready when there is no reason not to be. */
  public static Readiness unless(List<String> reasons) {
    return new Readiness(reasons.isEmpty(), List.copyOf(reasons));
  }
}

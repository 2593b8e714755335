package io.berth.api;

import java.time.Instant;
import java.util.Map;

/**
 * A machine with an agent.
 *
 * @param host its name
 * @param state whether it can be counted on
 * @param address where its published ports are reached
 * @param labels for placement
 * @param agentVersion the version of its agent
 * @param agent where its agent's own HTTP is reached; empty where that does not say
 * @param engine its Docker engine; null until it reported
 * @param assignments how many it should run
 * @param running how many containers of this cluster run on it
 * @param lastSeen its last report; null since the servers started
 */
public record Host(
    String host,
    HostState state,
    String address,
    Map<String, String> labels,
    String agentVersion,
    String agent,
    HostStatus.Engine engine,
    int assignments,
    int running,
    Instant lastSeen) {
  /** Never null. */
  public Host {
    labels = labels == null ? Map.of() : Map.copyOf(labels);
    agent = agent == null ? "" : agent;
  }
}

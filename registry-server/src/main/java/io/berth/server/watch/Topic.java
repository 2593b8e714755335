package io.berth.server.watch;

import io.berth.server.catalog.ServiceName;

/** What a watch is about. Whatever changes is told to the watches of its topic. */
public record Topic(String kind, String name) {
  /** A service: its revisions, rollouts, instances and settings. */
  public static Topic service(ServiceName name) {
    return new Topic("service", name.key());
  }

  /** A host: what is desired of it. */
  public static Topic host(String host) {
    return new Topic("host", host);
  }
}

package io.berth.server.cluster;

/** The names of the shared maps. */
final class Maps {
  static final String HEADS = "heads";
  static final String MARKS = "marks";
  static final String REPORTS = "reports";
  static final String RENEWALS = "renewals";
  static final String SERVERS = "servers";

  private Maps() {}
}

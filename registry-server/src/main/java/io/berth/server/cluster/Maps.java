package io.berth.server.cluster;

/** The names of the shared maps, and of the topic beside them. */
final class Maps {
  static final String HEADS = "heads";
  static final String MARKS = "marks";
  static final String REPORTS = "reports";
  static final String RENEWALS = "renewals";
  static final String SERVERS = "servers";
  static final String COMMITS = "commits";

  private Maps() {}
}

package io.berth.server.cluster;

/** This server must not take part in the cluster as it was started; the message says why. */
public final class ClusterRefused extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** Why, and what would be right. */
  public ClusterRefused(String why) {
    super(why);
  }
}

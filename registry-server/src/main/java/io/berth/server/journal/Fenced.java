package io.berth.server.journal;

/**
 * The writer's epoch is older than the controller lease's; nothing was written, and the writer is
 * no longer the controller.
 */
public final class Fenced extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** The writer's epoch and the lease's. */
  public Fenced(long epoch, long current) {
    super("epoch " + epoch + " is over, the controller lease is at " + current);
  }
}

package io.berth.cli.registry;

import io.berth.api.Problem;

/** A server understood, and said no. */
public final class Refused extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final transient Problem problem;

  /** With what the server said. */
  public Refused(Problem problem) {
    super(problem.detail());
    this.problem = problem;
  }

  /** What the server said. */
  public Problem problem() {
    return problem;
  }

  /** Whether there is no such thing. */
  public boolean notFound() {
    return problem.status() == 404;
  }

  /** Whether the revision that the request named is not the current one any more. */
  public boolean stale() {
    return problem.status() == 412;
  }

  /** Whether it was no server of the registry that said so. */
  boolean foreign() {
    return problem.code().isEmpty();
  }

  /** Whether the same request may be granted in a moment. */
  public boolean temporary() {
    return problem.status() == 502 || problem.status() == 503 || problem.status() == 504;
  }
}

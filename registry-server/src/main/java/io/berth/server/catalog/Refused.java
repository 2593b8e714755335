package io.berth.server.catalog;

import io.berth.api.ProblemCode;

/** A request that is well formed but cannot be done as things stand; nothing was written. */
public final class Refused extends RuntimeException {
  private static final long serialVersionUID = 1;
  private final ProblemCode code;

  /** Which refusal, and why in a sentence. */
  public Refused(ProblemCode code, String detail) {
    super(detail);
    this.code = code;
  }

  /** Which refusal. */
  public ProblemCode code() {
    return code;
  }
}

package io.berth.agent.container;

/** An engine that did not do what it was asked, and why, in a sentence fit for a person. */
public final class EngineException extends RuntimeException {
  private final Kind kind;

  /** Of this kind, with this sentence. */
  public EngineException(Kind kind, String message) {
    super(message);
    this.kind = kind;
  }

  /** What went wrong. */
  public Kind kind() {
    return kind;
  }

  /** What went wrong, as far as it matters for what is done next. */
  public enum Kind {
    /** The engine did not answer; whether it did what it was asked is not known. */
    AWAY,

    /** There is no such container or image. */
    NOT_FOUND,

    /** The engine refused. */
    REFUSED
  }
}

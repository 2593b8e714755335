package io.berth.agent.supervise;

/**
 * What is being done to a container. When it is done, the container stays busy until a look that
 * was begun afterwards: an earlier one would show what was before.
 *
 * @param kind what
 * @param shownBy the number of the look that shows the outcome; 0 while it is under way
 */
record Work(Kind kind, int shownBy) {
  /** Nothing. */
  static final Work NONE = new Work(Kind.NONE, 0);

  /** What is being done. */
  enum Kind {
    NONE,
    START,
    /** It is to be stopped, and other hosts hear of it; this one still sends requests to it. */
    LEAVE,
    STOP,
    RECORD,
    REMOVE,
    /** It failed, at which point is not known. */
    UNKNOWN
  }

  static Work begun(Kind kind) {
    return new Work(kind, 0);
  }

  Work done(int look) {
    return new Work(kind, look);
  }

  boolean none() {
    return kind == Kind.NONE;
  }

  /** Whether it is to run no longer. */
  boolean stops() {
    return kind == Kind.LEAVE || kind == Kind.STOP;
  }

  boolean underWay() {
    return !none() && shownBy == 0;
  }

  /** Whether it, once the outcome shows, leaves a process that runs; it ran before or not. */
  boolean live(boolean ran) {
    return switch (kind) {
      case START, UNKNOWN -> true;
      case STOP -> ran && underWay();
      default -> ran;
    };
  }

  boolean settledBy(int look) {
    return none() || (shownBy > 0 && look >= shownBy);
  }
}

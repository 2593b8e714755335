package io.berth.server.catalog;

/**
 * What must hold of a service for a change to be made (RFC 9110, section 13).
 *
 * @param revision the newest revision that is expected: 0 that there is no such service, -1 for any
 */
public record Precondition(long revision) {
  /** Nothing is expected. */
  public static Precondition none() {
    return new Precondition(-1);
  }

  /** The newest revision is expected to be this one ({@code If-Match}). */
  public static Precondition ifMatch(long revision) {
    return new Precondition(revision);
  }

  /** No such service is expected ({@code If-None-Match: *}). */
  public static Precondition ifAbsent() {
    return new Precondition(0);
  }

  /**
   * Checks it.
   *
   * @param current the newest revision of a service that is there, 0 for none
   * @throws StaleRevision when it does not hold
   */
  void check(ServiceName name, long current) {
    if (revision >= 0 && revision != current) {
      String expected = revision == 0 ? "not to exist" : "to be at revision " + revision;
      String actual = current == 0 ? "does not exist" : "is at revision " + current;
      throw new StaleRevision(current, name + " was expected " + expected + ", but it " + actual);
    }
  }
}

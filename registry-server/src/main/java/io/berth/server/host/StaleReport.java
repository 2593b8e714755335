package io.berth.server.host;

/** A later report of the host is known; this one changes nothing. */
public final class StaleReport extends RuntimeException {
  private static final long serialVersionUID = 1;
  private final long known;

  /** The number of this report, and that of the last one known. */
  public StaleReport(String host, long number, long known) {
    super(
        "report "
            + number
            + " of "
            + host
            + " comes after report "
            + known
            + "; the next must have a greater number");
    this.known = known;
  }

  /** The number of the last report known. */
  public long known() {
    return known;
  }
}

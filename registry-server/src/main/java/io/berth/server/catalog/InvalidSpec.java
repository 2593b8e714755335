package io.berth.server.catalog;

import io.berth.api.Fault;
import java.util.List;

/** A document is JSON, but not a valid one; nothing was written. */
public final class InvalidSpec extends RuntimeException {
  private static final long serialVersionUID = 1;
  private final transient List<Fault> faults;

  /** The places that are wrong. */
  public InvalidSpec(List<Fault> faults) {
    super(faults.toString());
    this.faults = List.copyOf(faults);
  }

  /** The places that are wrong. */
  public List<Fault> faults() {
    return faults;
  }
}

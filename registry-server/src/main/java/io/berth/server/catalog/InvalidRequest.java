package io.berth.server.catalog;

import io.berth.api.Fault;
import java.util.List;

/** A value in the path, query or headers is wrong; nothing was written. */
public final class InvalidRequest extends RuntimeException {
  private static final long serialVersionUID = 1;
  private final transient List<Fault> faults;

  /** The places that are wrong. */
  public InvalidRequest(List<Fault> faults) {
    super(faults.toString());
    this.faults = List.copyOf(faults);
  }

  /** One wrong place. */
  public InvalidRequest(String path, String message) {
    this(List.of(new Fault(path, message)));
  }

  /** The places that are wrong. */
  public List<Fault> faults() {
    return faults;
  }
}

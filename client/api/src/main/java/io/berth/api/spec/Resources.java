package io.berth.api.spec;

/**
 * What a container may use at most ({@code limits}) and what is set aside for it ({@code
 * reservations}).
 */
public record Resources(Amount limits, Amount reservations) {

  /**
   * An amount of a host.
   *
   * @param cpus thousandths of a core, 0 for none said
   * @param memory bytes, 0 for none said
   */
  public record Amount(long cpus, long memory) {
    /** Nothing said. */
    public static final Amount NONE = new Amount(0, 0);
  }
}

package io.berth.api;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.List;

/**
 * The revision that a rollout goes to beside those that it goes from.
 *
 * @param verdict of all comparisons together
 * @param fromRequests that came to the old revisions since they are compared
 * @param toRequests that came to the new one
 * @param from the last samples of the old revisions, one an interval, oldest first
 * @param to samples of the new one
 * @param comparisons one a metric, for which both have samples
 */
public record Analysis(
    Verdict verdict,
    long fromRequests,
    long toRequests,
    List<Sample> from,
    List<Sample> to,
    List<Comparison> comparisons) {
  /** Before there is anything to compare. */
  public static final Analysis NONE =
      new Analysis(Verdict.INCONCLUSIVE, 0, 0, List.of(), List.of(), List.of());

  /** Never null. */
  public Analysis {
    verdict = verdict == null ? Verdict.INCONCLUSIVE : verdict;
    from = from == null ? List.of() : List.copyOf(from);
    to = to == null ? List.of() : List.copyOf(to);
    comparisons = comparisons == null ? List.of() : List.copyOf(comparisons);
  }

  /** What a comparison says of the new revision. */
  public enum Verdict {
    /** It is no worse than is allowed. */
    @JsonProperty("fine")
    FINE,

    /** It is worse, by more than is allowed and more than chance explains. */
    @JsonProperty("worse")
    WORSE,

    /** There is too little to tell. */
    @JsonProperty("inconclusive")
    INCONCLUSIVE
  }

  /** What is compared; less is better of each. */
  public enum Metric {
    /** The share of the requests that fail, 0 to 1. */
    @JsonProperty("errors")
    ERRORS,

    /** Milliseconds within which half of the answers begin. */
    @JsonProperty("p50")
    P50,

    /** Milliseconds within which 95 of 100 answers begin. */
    @JsonProperty("p95")
    P95,

    /** Milliseconds within which 99 of 100 answers begin. */
    @JsonProperty("p99")
    P99,

    /**
     * Milliseconds of a core for a request, of the new revision without the first 20 a second of
     * each replica; where there are no requests, of a replica in a second.
     */
    @JsonProperty("cpu")
    CPU,

    /** Bytes of a replica. */
    @JsonProperty("memory")
    MEMORY
  }

  /**
   * What was measured of some revisions in an interval.
   *
   * @param at its end
   * @param requests that came
   * @param errors see {@link Metric}, as are the others; null where it was not measured
   */
  public record Sample(
      Instant at,
      long requests,
      Double errors,
      Double p50,
      Double p95,
      Double p99,
      Double cpu,
      Double memory) {
    /** One of the figures; null where it was not measured. */
    public Double of(Metric metric) {
      return switch (metric) {
        case ERRORS -> errors;
        case P50 -> p50;
        case P95 -> p95;
        case P99 -> p99;
        case CPU -> cpu;
        case MEMORY -> memory;
      };
    }
  }

  /**
   * One metric of both.
   *
   * @param from the old revisions' median over the intervals; of errors, their share over all of
   *     them
   * @param to the new one's
   * @param allowed what the new one's may be
   * @param chance how likely it is that the new one's exceed what is allowed by chance alone, 0 to
   *     1
   */
  public record Comparison(
      Metric metric, double from, double to, double allowed, double chance, Verdict verdict) {}
}

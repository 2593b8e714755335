package io.berth.server.rollout;

import io.berth.api.Analysis.Sample;
import java.util.List;
import org.apache.commons.statistics.inference.AlternativeHypothesis;
import org.apache.commons.statistics.inference.FisherExactTest;

/**
 * How many requests failed in some intervals together: in each alone there may be too few of them
 * to fail at all.
 *
 * @param intervals in which some failed
 */
record Failures(long requests, long errors, long intervals) {
  private static final FisherExactTest TEST =
      FisherExactTest.withDefaults().with(AlternativeHypothesis.GREATER_THAN);

  /** Of samples that all have a share of errors. */
  static Failures of(List<Sample> samples) {
    return new Failures(
        samples.stream().mapToLong(Sample::requests).sum(),
        samples.stream().mapToLong(Failures::errors).sum(),
        samples.stream().filter(sample -> errors(sample) > 0).count());
  }

  private static long errors(Sample sample) {
    return Math.round(sample.errors() * sample.requests());
  }

  double share() {
    return (double) errors / requests;
  }

  /** As if this many times as many had failed. */
  Failures times(double ratio) {
    return new Failures(requests, Math.min(requests, (long) (errors * ratio)), intervals);
  }

  /** How likely it is that so many more fail here than there by chance alone, 0 to 1. */
  double chance(Failures there) {
    boolean alike = errors == 0 || there.errors == there.requests;
    return alike ? 1 : TEST.test(new int[][] {row(), there.row()}).getPValue();
  }

  private int[] row() {
    return new int[] {Math.toIntExact(errors), Math.toIntExact(requests - errors)};
  }
}

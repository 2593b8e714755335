package io.berth.server.rollout;

import io.berth.api.Analysis.Sample;

/**
 * What was measured in an interval.
 *
 * @param from of the old revisions
 * @param to of the new one
 */
public record Measured(Sample from, Sample to) {}

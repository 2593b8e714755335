package io.berth.api.spec;

import java.time.Duration;

/**
 * Bounds and aim of automatic scaling: {@code target} is the percentage of {@code metric} to hold.
 */
public record Autoscale(int min, int max, String metric, int target, Duration cooldown) {}

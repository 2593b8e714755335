package io.berth.api;

import java.time.Instant;

/**
 * A service in a list.
 *
 * @param namespace groups services
 * @param service its name
 * @param revision the newest
 * @param stable the last revision that held, 0 for none yet
 * @param image of the newest revision, empty for a pure config document
 * @param rollout where the newest revision's rollout stands
 * @param desired instances wanted
 * @param passing instances healthy now
 * @param updatedAt when the newest revision was put
 */
public record ServiceSummary(
    String namespace,
    String service,
    long revision,
    long stable,
    String image,
    RolloutState rollout,
    int desired,
    int passing,
    Instant updatedAt) {}

package io.berth.api.spec;

import java.util.Optional;

/**
 * How many replicas, where, and how they are updated.
 *
 * @param mode replicated or global
 * @param replicas how many, in mode replicated
 * @param resources what a container may use and needs
 * @param placement which hosts
 * @param update how a rollout goes
 * @param keepRevisions how many images of stable revisions stay on the hosts
 * @param autoscale bounds and aim of automatic scaling
 */
public record Deploy(
    DeployMode mode,
    int replicas,
    Resources resources,
    Placement placement,
    Update update,
    int keepRevisions,
    Optional<Autoscale> autoscale) {}

package io.berth.agent.reconcile;

import java.util.List;
import java.util.Set;

/**
 * What is to be done now.
 *
 * @param steps in the order in which they are to be begun
 * @param portsToTry ports of the host that a running container is to be stopped for, although it
 *     does not hold them itself: when one of them turns out to be taken, plan again with it
 */
public record Plan(List<Step> steps, Set<HostPort> portsToTry) {}

/**
 * Carries the steps out. One thread, the reactor, holds all state and decides; what blocks is done
 * by workers, one step of a container at a time, and comes back as a change of state.
 */
package io.berth.agent.supervise;

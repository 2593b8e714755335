/** Rollouts: the pure planner of their steps, and the controller that carries the plan out. */
package io.berth.server.rollout;

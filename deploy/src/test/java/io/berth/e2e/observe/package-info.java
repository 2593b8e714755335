/**
 * Watchers of services and lookups, and what must be true of all that they saw: {@link
 * io.berth.e2e.observe.Observers} watch, {@link io.berth.e2e.observe.Judge} judges.
 */
package io.berth.e2e.observe;

/** Probes, and what they say of a container's health. */
package io.berth.agent.health;

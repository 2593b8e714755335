/**
 * Containers and images behind a narrow interface: what the agent needs of an engine, and not a
 * word of how it is asked. {@code docker} asks Docker.
 */
package io.berth.agent.container;

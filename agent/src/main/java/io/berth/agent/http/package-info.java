/** The agent's own health and metrics, for those who look after the agent. */
package io.berth.agent.http;

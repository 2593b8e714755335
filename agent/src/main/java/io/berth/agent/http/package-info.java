/** The agent's own health and metrics, for those who look after it; logs, for the servers. */
package io.berth.agent.http;

/** What the agent counts. */
package io.berth.agent.metrics;

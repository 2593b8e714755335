/** How the agent logs. */
package io.berth.agent.log;

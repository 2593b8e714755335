/** Who this agent is: its cluster, its host, where the host is reached. */
package io.berth.agent.site;

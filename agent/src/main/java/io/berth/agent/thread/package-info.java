/** The agent's threads: few, named, and never one that waits for another. */
package io.berth.agent.thread;

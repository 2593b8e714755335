/**
 * What a host's proxy is to do, as the agent tells it and the disk keeps it: the words that the two
 * processes share.
 */
package io.berth.agent.route;

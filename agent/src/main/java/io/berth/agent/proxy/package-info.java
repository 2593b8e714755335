/**
 * The data half: a process of its own that has the published ports and carries what comes to them
 * to the targets of its table. Thread-safe where several event loops meet: in {@link LiveRoute} and
 * {@link LiveTarget}.
 */
package io.berth.agent.proxy;

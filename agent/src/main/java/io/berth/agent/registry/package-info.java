/**
 * Talks to the servers: asks for assignments, reports status, hands over records. Any of several
 * servers will do, and none is needed for what runs to go on.
 */
package io.berth.agent.registry;

/**
 * The live state that all servers share, on Hazelcast maps, and each server's own view of it, from
 * which it reads without waiting. Nothing here decides anything: the journal does.
 */
package io.berth.server.cluster;

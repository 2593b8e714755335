/**
 * The agent: keeps one host's containers as the servers want them, reports what it sees, and needs
 * no server for what runs to go on running.
 *
 * <p>{@code reconcile} decides, {@code supervise} carries out; {@code container} and {@code image}
 * face the engine, {@code registry} the servers, {@code health} the containers, {@code state} the
 * disk.
 */
package io.berth.agent;

/**
 * What a service embeds: {@link io.berth.sdk.Lookup} finds the instances of other services, {@link
 * io.berth.sdk.Settings} reads its own settings live, {@link io.berth.sdk.Lease} lets it be found.
 *
 * <p>Three rules hold throughout. What was learned is kept: a server that is away, not ready or
 * behind changes nothing but {@code stale()}. Reads are memory only and never wait. All threads are
 * daemons, at most five a client: one that times and decides, one that runs listeners and writes
 * the disk cache, and three of the HTTP client.
 */
package io.berth.sdk;

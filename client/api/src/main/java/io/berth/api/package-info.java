/**
 * The wire: records, error codes, durations and sizes shared by the registry-server, the agent and
 * the clients.
 *
 * <p>JSON is snake_case, times are RFC 3339 UTC, durations read {@code "10s"}, sizes {@code
 * "512M"}; lists and maps are never null. {@link io.berth.api.Json} is the one place that says so.
 */
package io.berth.api;

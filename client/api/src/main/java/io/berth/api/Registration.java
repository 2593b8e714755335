package io.berth.api;

import java.time.Duration;
import java.util.Map;

/**
 * What a process says of itself to be found; putting it again renews its lease.
 *
 * @param address a host name or IP address
 * @param port 1 to 65535
 * @param ttl the lease: 2 s to 1 h; null for 15 s
 * @param weight 1 to 1000; null for 1
 * @param host where it runs; null for unsaid
 * @param labels what to pick it by; null for none
 */
public record Registration(
    String address,
    int port,
    Duration ttl,
    Integer weight,
    String host,
    Map<String, String> labels) {}

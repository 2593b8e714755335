package io.berth.server.cluster;

import java.time.Instant;
import java.util.UUID;

/**
 * Who this server is to the others.
 *
 * @param name no two servers of a cluster have the same
 * @param url where its HTTP is reached
 * @param version of the program
 * @param place tells a server that is started again from another of the same name: its machine and
 *     addresses
 * @param startedAt when it was started
 * @param holder names this run of it in leases that must not outlive it
 */
public record Identity(
    String name, String url, String version, String place, Instant startedAt, String holder) {
  /** One that is started now. */
  public static Identity of(String name, String url, String version, String place) {
    return new Identity(name, url, version, place, Instant.now(), name + "/" + UUID.randomUUID());
  }
}

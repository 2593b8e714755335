package io.berth.server;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * How a server is started.
 *
 * @param name of the server, which no other of the cluster has
 * @param listen where HTTP is answered
 * @param dataDir where the journal is, unless it is elsewhere
 * @param journal a JDBC URL of PostgreSQL; empty for SQLite in the data directory
 * @param cluster the cluster's name
 * @param clusterListen where the other servers of the cluster reach this one
 * @param join the addresses of other servers, {@code HOST:PORT}; empty for a server on its own
 * @param keepRevisions how many newest revisions of a service are kept at least
 * @param hostLease how long a host that does not report still counts
 */
public record ServerOptions(
    String name,
    Address listen,
    Path dataDir,
    String journal,
    String cluster,
    Address clusterListen,
    List<String> join,
    int keepRevisions,
    Duration hostLease) {
  /** Copies the list. */
  public ServerOptions {
    join = List.copyOf(join);
  }
}

package io.berth.server;

import java.nio.file.Path;
import java.time.Duration;

/**
 * How a server is started.
 *
 * @param host the address that HTTP listens on
 * @param port the port that HTTP listens on; 0 for any that is free
 * @param dataDir where the journal is
 * @param cluster the cluster's name
 * @param clusterPort where the servers of the cluster talk to each other; 0 for any that is free
 * @param keepRevisions how many newest revisions of a service are kept at least
 * @param hostLease how long a host that does not report still counts
 */
public record ServerOptions(
    String host,
    int port,
    Path dataDir,
    String cluster,
    int clusterPort,
    int keepRevisions,
    Duration hostLease) {}

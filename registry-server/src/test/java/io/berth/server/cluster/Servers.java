package io.berth.server.cluster;

import com.hazelcast.core.HazelcastInstance;
import io.berth.server.journal.Journal;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.UUID;

/** Cluster members for a test, on ports that are free, in a cluster of their own. */
final class Servers implements AutoCloseable {
  private final String name = "test-" + UUID.randomUUID();
  private int names;
  private final Deque<Cluster> started = new ArrayDeque<>();

  /** Starts one more, which joins those there. */
  Cluster start(Journal journal) {
    String self = "s" + ++names;
    return start(self, self, journal);
  }

  /** Starts one that is called so, at a place. */
  Cluster start(String self, String place, Journal journal) {
    List<String> join = started.stream().map(Servers::address).toList();
    Cluster cluster =
        Cluster.start(
            new ClusterSettings(name, "127.0.0.1", 0, join),
            Identity.of(self, "http://" + self, "1", place),
            journal);
    cluster.presence().start(() -> cluster.heads().seq(), cluster.presence()::reasons);
    started.push(cluster);
    return cluster;
  }

  /** Ends one that says goodbye. */
  void end(Cluster cluster) {
    cluster.close();
    started.remove(cluster);
  }

  /** Ends one as a kill would: it says goodbye to nobody. */
  void kill(Cluster cluster) {
    cluster.hazelcast().getLifecycleService().terminate();
    cluster.close();
    started.remove(cluster);
  }

  @Override
  public void close() {
    started.forEach(Cluster::close);
  }

  private static String address(Cluster cluster) {
    HazelcastInstance hazelcast = cluster.hazelcast();
    return "127.0.0.1:" + hazelcast.getCluster().getLocalMember().getAddress().getPort();
  }
}

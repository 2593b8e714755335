package io.berth.server.cluster;

import com.hazelcast.config.Config;
import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastInstance;
import io.berth.server.journal.Journal;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/** Cluster members for a test, on ports that are free, in a cluster of their own. */
final class Servers implements AutoCloseable {
  private final String name = "test-" + UUID.randomUUID();
  private int names;
  private HazelcastInstance stranger;
  private final Deque<Cluster> started = new ArrayDeque<>();

  /** Starts one more, which joins those there. */
  Cluster start(Journal journal) {
    String self = "s" + ++names;
    return start(self, self, journal);
  }

  /** Starts one that is called so, at a place. */
  Cluster start(String self, String place, Journal journal) {
    List<String> join =
        Stream.concat(Stream.ofNullable(stranger), started.stream().map(Cluster::hazelcast))
            .map(Servers::address)
            .toList();
    Cluster cluster =
        Cluster.start(
            new ClusterSettings(name, "127.0.0.1", 0, join),
            Identity.of(self, "http://" + self, "1", place),
            journal);
    cluster.presence().start(() -> cluster.heads().seq(), cluster.presence()::reasons);
    started.push(cluster);
    return cluster;
  }

  /** Starts a member as the server of another release would be, with such a wire format. */
  HazelcastInstance stranger(String self, int wire) {
    List<String> join = started.stream().map(Cluster::hazelcast).map(Servers::address).toList();
    Config config =
        Member.config(
            new ClusterSettings(name, "127.0.0.1", 0, join), Identity.of(self, "", "9", self));
    config.getMemberAttributeConfig().setAttribute(Roll.WIRE, Integer.toString(wire));
    stranger = Hazelcast.newHazelcastInstance(config);
    return stranger;
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
    if (stranger != null) {
      stranger.shutdown();
    }
  }

  private static String address(HazelcastInstance hazelcast) {
    return "127.0.0.1:" + hazelcast.getCluster().getLocalMember().getAddress().getPort();
  }
}

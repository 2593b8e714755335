package io.berth.server.cluster;

import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.core.LifecycleEvent.LifecycleState;
import io.berth.server.host.Reports;
import io.berth.server.instance.Renewals;
import io.berth.server.journal.Heads;
import io.berth.server.journal.Journal;
import io.berth.server.journal.Scribe;
import java.time.Clock;
import java.time.Instant;

/** This server's part in the cluster, from its start to its close. */
public final class Cluster implements AutoCloseable {
  private final HazelcastInstance hazelcast;
  private final HeadsView heads = new HeadsView();
  private final JournalTail tail;
  private final Scribe scribe;
  private final ClusterReports reports;
  private final ClusterRenewals renewals;

  private Cluster(HazelcastInstance hazelcast, Journal journal, Clock clock) {
    this.hazelcast = hazelcast;
    tail = new JournalTail(journal, heads, hazelcast, clock);
    scribe = new ClusterScribe(journal, heads, tail.map());
    reports = new ClusterReports(hazelcast);
    renewals = new ClusterRenewals(hazelcast);
  }

  /**
   * Joins the cluster and begins to load. Blocks until joined, not until {@link #ready}.
   *
   * @param journal the truth; it is not closed with the cluster
   */
  public static Cluster start(ClusterSettings settings, Journal journal, Clock clock) {
    HazelcastInstance hazelcast = Hazelcast.newHazelcastInstance(Member.config(settings));
    try {
      Cluster cluster = new Cluster(hazelcast, journal, clock);
      cluster.begin();
      return cluster;
    } catch (RuntimeException e) {
      hazelcast.getLifecycleService().terminate();
      throw e;
    }
  }

  /** The newest version of every live document. */
  public Heads heads() {
    return heads;
  }

  /** Writes to the journal and then to the heads of all servers. */
  public Scribe scribe() {
    return scribe;
  }

  /** The last report of every host. */
  public Reports reports() {
    return reports;
  }

  /** The last renewal of every self-registered instance. */
  public Renewals renewals() {
    return renewals;
  }

  /** The Hazelcast member beneath, for the event bus; whoever shares it does not shut it down. */
  public HazelcastInstance hazelcast() {
    return hazelcast;
  }

  /** Whether all is loaded; until then an empty answer means nothing. Once true, it stays so. */
  public boolean ready() {
    return tail.ready();
  }

  /** When the journal last answered, {@link Instant#EPOCH} for never; it is asked every second. */
  public Instant journalAnsweredAt() {
    return tail.answeredAt();
  }

  @Override
  public void close() {
    tail.close();
    reports.close();
    renewals.close();
    hazelcast.shutdown();
  }

  private void begin() {
    hazelcast
        .getLifecycleService()
        .addLifecycleListener(
            event -> {
              // Both halves of a split have gone on by the journal; the merged map may lack some.
              if (event.getState() == LifecycleState.MERGED) {
                tail.mapDamaged();
              }
            });
    tail.start();
  }
}

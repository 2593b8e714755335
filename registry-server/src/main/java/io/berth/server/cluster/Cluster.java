package io.berth.server.cluster;

import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastException;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.core.LifecycleEvent.LifecycleState;
import io.berth.server.host.Reports;
import io.berth.server.instance.Renewals;
import io.berth.server.journal.Heads;
import io.berth.server.journal.Journal;
import io.berth.server.journal.Scribe;
import java.time.Clock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** This server's part in the cluster, from its start to its close. */
public final class Cluster implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Cluster.class);
  private static final int TRIES = 3;

  private final HazelcastInstance hazelcast;
  private final Identity identity;
  private final Clock steadyClock = new SteadyClock();
  private final JournalClock clock = new JournalClock(steadyClock);
  private final HeadsView heads = new HeadsView();
  private final Presence presence;
  private final JournalTail tail;
  private final Scribe scribe;
  private final ClusterReports reports;
  private final ClusterRenewals renewals;

  private Cluster(
      HazelcastInstance hazelcast, ClusterSettings settings, Identity identity, Journal journal) {
    this.hazelcast = hazelcast;
    this.identity = identity;
    presence =
        new Presence(settings.name(), identity, journal, new Roll(hazelcast), steadyClock, clock);
    tail = new JournalTail(journal, heads, hazelcast, () -> presence.strange().isEmpty());
    scribe = new ClusterScribe(journal, heads, tail.map());
    reports = new ClusterReports(hazelcast, steadyClock);
    renewals = new ClusterRenewals(hazelcast);
  }

  /**
   * Joins the cluster and begins to load. Blocks until joined, not until {@link #ready}. Servers
   * that stand still in the midst of it, as those of a machine that is held, are joined again.
   *
   * @param journal the truth; it is not closed with the cluster
   * @throws ClusterRefused when this server must not or cannot take part as it is
   */
  public static Cluster start(ClusterSettings settings, Identity identity, Journal journal) {
    for (int left = TRIES - 1; ; left--) {
      try {
        return begun(settings, identity, journal);
      } catch (HazelcastException | IllegalStateException e) {
        if (left == 0) {
          throw new ClusterRefused("cannot join the cluster: " + e.getMessage());
        }
        LOG.warn("joins the cluster again, as it did not answer: {}", e.getMessage());
      }
    }
  }

  private static Cluster begun(ClusterSettings settings, Identity identity, Journal journal) {
    Cluster cluster = new Cluster(joined(settings, identity), settings, identity, journal);
    try {
      cluster.begin();
      return cluster;
    } catch (RuntimeException e) {
      cluster.close();
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

  /** Why it is not ready; empty when it is, or has not tried yet. */
  public String trouble() {
    return tail.trouble();
  }

  /** This server among the others. */
  public Presence presence() {
    return presence;
  }

  /** Names this run of the server in leases that must not outlive it. */
  public String holder() {
    return identity.holder();
  }

  /** The journal's time. */
  public Clock clock() {
    return clock;
  }

  /**
   * A clock that goes on evenly, whatever is done to the machine's; for measuring, not for writing.
   */
  public Clock steadyClock() {
    return steadyClock;
  }

  @Override
  public void close() {
    presence.close();
    tail.close();
    reports.close();
    renewals.close();
    hazelcast.shutdown();
  }

  private static HazelcastInstance joined(ClusterSettings settings, Identity identity) {
    try {
      return Hazelcast.newHazelcastInstance(Member.config(settings, identity));
    } catch (HazelcastException e) {
      boolean taken = String.valueOf(e.getMessage()).contains("already in use");
      throw new ClusterRefused(
          taken
              ? "the cluster port " + settings.port() + " is in use; --cluster-listen takes another"
              : "cannot join the cluster: " + e.getMessage());
    }
  }

  private void begin() {
    presence.begin();
    reports.listen();
    renewals.listen();
    hazelcast
        .getLifecycleService()
        .addLifecycleListener(
            event -> {
              // Both halves of a split have gone on by the journal; the merged map may lack some.
              if (event.getState() == LifecycleState.MERGED) {
                tail.mapMayLack();
              }
            });
    tail.start();
  }
}

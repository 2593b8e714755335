package io.berth.server.cluster;

import com.hazelcast.core.HazelcastInstanceNotActiveException;
import io.berth.api.Server;
import io.berth.api.ServerState;
import io.berth.server.host.Hearing;
import io.berth.server.journal.Journal;
import io.berth.server.journal.JournalRefused;
import io.berth.server.journal.JournalUnavailable;
import io.berth.server.journal.Lease;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * This server among the others. It holds a lease in the journal under its name, so that all who
 * reach the journal know that it is alive, and looks which of those alive it sees as members: only
 * who sees the greater part may take silence for an end, or drive rollouts.
 */
public final class Presence implements Hearing, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Presence.class);
  private static final String LEASE = "server/";
  private static final String CONTROLLER = "controller";
  private static final String HOME = "cluster";
  private static final Duration FOREVER = Duration.ofDays(36_500);
  private static final Duration TTL = Duration.ofSeconds(10);
  private static final Duration RENEW = Duration.ofSeconds(3);
  private static final Duration DEAF = Duration.ofSeconds(3);
  private static final Duration SKEWED = Duration.ofSeconds(5);
  private static final Duration REMEMBERED = Duration.ofMinutes(10);
  private static final long LOOK_MILLIS = 500;
  private static final long ASK_MILLIS = 1000;

  private final String cluster;
  private final Identity identity;
  private final Journal journal;
  private final Roll roll;
  private final Clock steady;
  private final JournalClock journalClock;
  private final ScheduledExecutorService threads =
      Executors.newScheduledThreadPool(
          2,
          action -> {
            Thread thread = new Thread(action, "presence");
            thread.setDaemon(true);
            return thread;
          });

  // What the journal said last. Written by the thread that asks it.
  private volatile Said said = new Said(Set.of(), "", "", Duration.ZERO);
  // Why it must not take part; empty for no reason.
  private volatile String refusal = "";
  private Instant renewedAt = Instant.MIN;
  // The cluster that the journal is of; empty while it was not asked.
  private String home = "";

  // Written by the thread that looks.
  private volatile List<String> strange = List.of();
  private volatile Standing standing;
  private volatile Instant hearingSince;
  private Instant lookedAt;
  private long lines;
  private final Map<String, Instant> absent = new HashMap<>();
  private volatile LongSupplier seq = () -> 0;
  private volatile Supplier<List<String>> notReady = () -> List.of("it starts");

  /**
   * The journal's last word.
   *
   * @param alive the names of those with a lease
   * @param controller the holder of the controller lease; empty for none
   * @param away why it does not answer now; empty when it does
   * @param skew how far this machine's clock is ahead of the journal's
   */
  private record Said(Set<String> alive, String controller, String away, Duration skew) {}

  Presence(
      String cluster,
      Identity identity,
      Journal journal,
      Roll roll,
      Clock steady,
      JournalClock journalClock) {
    this.cluster = cluster;
    this.identity = identity;
    this.journal = journal;
    this.roll = roll;
    this.steady = steady;
    this.journalClock = journalClock;
    this.lookedAt = steady.instant();
    this.standing = Standing.of(Set.of(identity.name()), Set.of());
  }

  /**
   * Takes the name, and hears of the others from now on; blocks until they know.
   *
   * @throws ClusterRefused when another server has it, or the journal is another cluster's
   */
  void begin() {
    strange = strange(roll.members());
    refusal = roll.namesake(identity.name()).map(this::taken).orElse("");
    if (refusal.isEmpty()) {
      ask();
    }
    if (!refusal.isEmpty()) {
      throw new ClusterRefused(refusal);
    }
    roll.listen();
    look();
  }

  /**
   * Goes on by itself.
   *
   * @param loaded the place in the journal up to which this server has all
   * @param reasons why this server is not ready, those of {@link #reasons} among them
   */
  public void start(LongSupplier loaded, Supplier<List<String>> reasons) {
    seq = loaded;
    notReady = reasons;
    var unusedAsk =
        threads.scheduleWithFixedDelay(
            () -> guarded(this::ask), 0, ASK_MILLIS, TimeUnit.MILLISECONDS);
    var unusedLook =
        threads.scheduleWithFixedDelay(
            () -> guarded(this::look), 0, LOOK_MILLIS, TimeUnit.MILLISECONDS);
  }

  @Override
  public Optional<Instant> since() {
    return Optional.ofNullable(hearingSince);
  }

  /** Why others should be asked rather than this server; empty for no reason. */
  public List<String> reasons() {
    Set<String> members = standing.members();
    boolean others =
        roll.lines().entrySet().stream()
            .anyMatch(
                line ->
                    !line.getKey().equals(identity.name())
                        && members.contains(line.getKey())
                        && line.getValue().journal());
    List<String> reasons = standing.reasons(said.away(), others);
    if (!refusal.isEmpty()) {
      reasons.add(refusal);
    }
    return reasons;
  }

  /**
   * Why this server must not take part among those that were here before it; empty when it may.
   * Cheap, as it is asked for with every request.
   */
  public List<String> strange() {
    return strange;
  }

  private List<String> strange(Map<String, Integer> members) {
    return Circle.against(identity.name(), members).stream()
        .map(
            member ->
                member
                    + " runs a release of Berth that this one ("
                    + identity.version()
                    + ") shares no wire format with; go through the releases between, one by one")
        .toList();
  }

  /** All servers by name, as far as is known here. */
  public List<Server> servers() {
    Map<String, Roll.Line> known = roll.lines();
    SortedSet<String> names = new TreeSet<>(known.keySet());
    names.addAll(said.alive());
    names.add(identity.name());
    Set<String> seen = roll.members().keySet();
    return names.stream().map(name -> server(name, known.get(name), seen.contains(name))).toList();
  }

  @Override
  public void close() {
    threads.shutdownNow();
    try {
      if (refusal.isEmpty()) {
        roll.strike(identity.name());
      }
      journal.release(LEASE + identity.name(), identity.place());
    } catch (JournalUnavailable | JournalRefused | HazelcastInstanceNotActiveException e) {
      LOG.debug("left without a word", e);
    }
  }

  private Server server(String name, Roll.Line line, boolean seen) {
    boolean controller = said.controller().startsWith(name + "/");
    if (name.equals(identity.name())) {
      return own(controller);
    }
    if (line == null) {
      return new Server(
          name, "", "", seen ? ServerState.NOT_READY : ServerState.AWAY, controller, 0, null, null);
    }
    Server last = line.server();
    return new Server(
        name,
        last.url(),
        last.version(),
        seen ? last.state() : ServerState.AWAY,
        controller,
        last.seq(),
        last.startedAt(),
        seen ? last.reasons() : List.of("does not answer its peers"));
  }

  private Server own(boolean controller) {
    List<String> amiss = new ArrayList<>(notReady.get());
    ServerState state = amiss.isEmpty() ? ServerState.READY : ServerState.NOT_READY;
    if (said.skew().abs().compareTo(SKEWED) > 0) {
      amiss.add(skewed(said.skew()));
    }
    return new Server(
        identity.name(),
        identity.url(),
        identity.version(),
        state,
        controller,
        seq.getAsLong(),
        identity.startedAt(),
        amiss);
  }

  private void ask() {
    try {
      renew();
      Instant now = journal.now();
      journalClock.set(now);
      Duration skew = Duration.between(now, Instant.now());
      if (skew.abs().compareTo(SKEWED) > 0 && said.skew().abs().compareTo(SKEWED) <= 0) {
        LOG.warn("{}; nothing rests on it, but its log will mislead", skewed(skew));
      }
      List<Lease> leases = journal.leases("");
      Set<String> alive =
          leases.stream()
              .filter(lease -> lease.name().startsWith(LEASE))
              .map(lease -> lease.name().substring(LEASE.length()))
              .collect(Collectors.toUnmodifiableSet());
      String controller =
          leases.stream()
              .filter(lease -> lease.name().equals(CONTROLLER))
              .map(Lease::holder)
              .findFirst()
              .orElse("");
      said = new Said(alive, controller, "", skew);
    } catch (JournalUnavailable | JournalRefused e) {
      said = new Said(said.alive(), said.controller(), e.getMessage(), said.skew());
    }
  }

  private void renew() {
    Instant now = steady.instant();
    if (renewedAt.plus(RENEW).isAfter(now) || !strange().isEmpty()) {
      return;
    }
    if (home.isEmpty()) {
      home = journal.claim(HOME, cluster, FOREVER).holder();
    }
    if (!home.equals(cluster)) {
      // Nothing is written there: who holds a lease counts among the servers of that cluster.
      refusal =
          "the journal is that of the cluster "
              + home
              + "; start with --cluster "
              + home
              + ", or on a journal of its own";
      return;
    }
    Lease own = journal.claim(LEASE + identity.name(), identity.place(), TTL);
    refusal = own.holder().equals(identity.place()) ? "" : taken(own.holder());
    renewedAt = now;
  }

  private void look() {
    Instant now = steady.instant();
    boolean deaf = lookedAt.plus(DEAF).isBefore(now);
    lookedAt = now;
    Standing before = standing;
    Map<String, Integer> members = roll.members();
    strange = strange(members);
    standing = Standing.of(Circle.of(members), said.alive());
    if (!standing.majority() || !standing.members().contains(identity.name())) {
      hearingSince = null;
    } else if (hearingSince == null || deaf || !standing.members().equals(before.members())) {
      hearingSince = now;
    }
    if (!standing.equals(before)) {
      LOG.info(
          "servers here: {}{}",
          String.join(", ", standing.members()),
          standing.missing().isEmpty()
              ? ""
              : "; not seen: " + String.join(", ", standing.missing()));
    }
    roll.say(
        ++lines,
        new Roll.Line(own(said.controller().equals(identity.holder())), said.away().isEmpty()));
    forget(members.keySet(), now);
  }

  /** Who has been gone for long is not shown any more. */
  private void forget(Set<String> members, Instant now) {
    for (String name : roll.lines().keySet()) {
      if (members.contains(name) || said.alive().contains(name)) {
        absent.remove(name);
      } else if (absent.computeIfAbsent(name, gone -> now).plus(REMEMBERED).isBefore(now)) {
        roll.strike(name);
        absent.remove(name);
      }
    }
  }

  private String taken(String namesake) {
    return "the name "
        + identity.name()
        + " is that of the server at "
        + namesake
        + "; --name gives this one another";
  }

  private static String skewed(Duration skew) {
    return "its clock is "
        + skew.abs().toSeconds()
        + " s "
        + (skew.isNegative() ? "behind" : "ahead of")
        + " the journal's";
  }

  private static void guarded(Runnable act) {
    try {
      act.run();
    } catch (HazelcastInstanceNotActiveException e) {
      LOG.debug("the cluster is closed", e);
    } catch (RuntimeException e) {
      LOG.error("unexpected; the next try is soon", e);
    }
  }
}

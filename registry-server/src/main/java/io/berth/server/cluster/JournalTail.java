package io.berth.server.cluster;

import com.hazelcast.core.HazelcastInstance;
import io.berth.server.journal.Entry;
import io.berth.server.journal.Journal;
import io.berth.server.journal.JournalRefused;
import io.berth.server.journal.JournalUnavailable;
import io.berth.server.journal.Kind;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows the journal on a thread of its own: loads the heads, then reads what is committed since,
 * at least once a second, and brings into the view and the map what a server that died, or that
 * could not reach its peers, did not publish.
 */
final class JournalTail implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(JournalTail.class);
  private static final int PAGE = 1_000;
  // With what a reading takes, it is once a second at least.
  private static final long EVERY_MILLIS = 500;
  // Many nudges in a row become one read.
  private static final long NUDGE_MILLIS = 20;
  private static final long CLOSE_MILLIS = 2_000;

  private final Journal journal;
  private final HeadsView view;
  private final HeadsMap map;
  private final BooleanSupplier admitted;
  private final Thread thread = new Thread(this::run, "berth-tail");
  private final Semaphore nudges = new Semaphore(0);
  private final CountDownLatch closed = new CountDownLatch(1);
  private final AtomicBoolean mapLacks = new AtomicBoolean();
  private volatile boolean ready;
  private volatile String trouble = "";

  // Only ever touched on the thread.
  private boolean loaded;
  private boolean whole;
  private boolean away;

  /**
   * Wires it.
   *
   * @param admitted whether this server may take part; it does not begin before
   */
  JournalTail(
      Journal journal, HeadsView view, HazelcastInstance hazelcast, BooleanSupplier admitted) {
    this.journal = journal;
    this.view = view;
    this.admitted = admitted;
    this.map = new HeadsMap(hazelcast, view, this::nudge, this::mapMayLack);
  }

  HeadsMap map() {
    return map;
  }

  /** Begins to load and to follow; blocks until the others know that it listens. */
  void start() {
    map.listen();
    thread.setDaemon(true);
    thread.start();
  }

  /** Reads soon. */
  void nudge() {
    nudges.release();
  }

  /** Publishes all again, as soon as there is anyone to share the map with. */
  void mapMayLack() {
    mapLacks.set(true);
  }

  /** Whether the view holds all that there was when this server started. */
  boolean ready() {
    return ready;
  }

  /** Why the journal did not answer when it was asked last; empty when it did. */
  String trouble() {
    return trouble;
  }

  @Override
  public void close() {
    closed.countDown();
    thread.interrupt();
    try {
      thread.join(CLOSE_MILLIS);
      map.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    try {
      while (closed.getCount() > 0) {
        round();
        if (nudges.tryAcquire(EVERY_MILLIS, TimeUnit.MILLISECONDS)) {
          closed.await(NUDGE_MILLIS, TimeUnit.MILLISECONDS);
          nudges.drainPermits();
        }
      }
    } catch (InterruptedException e) {
      LOG.debug("closed");
    }
  }

  private void round() {
    try {
      if (ready || admitted.getAsBoolean()) {
        follow();
        mend();
      }
    } catch (RuntimeException e) {
      if (closed.getCount() > 0) {
        LOG.warn("a reading of the journal failed and will be tried again", e);
      }
    }
  }

  private void follow() {
    try {
      if (!loaded) {
        loadFromJournal();
      }
      long began = System.nanoTime();
      catchUp();
      view.currentAt(began);
      trouble = "";
      ready = true;
      if (away) {
        LOG.info("the journal answers again");
      }
      away = false;
    } catch (JournalUnavailable | JournalRefused e) {
      trouble = e.getMessage();
      if (!away) {
        LOG.warn("the journal does not answer; reads go on: {}", e.getMessage());
      }
      away = true;
      if (!ready) {
        loadFromPeers();
      }
    }
  }

  private void loadFromJournal() {
    // Whatever is committed while the heads are read is read again by the tail.
    long seq = journal.lastSeq();
    whole = map.wholeUpTo().isPresent();
    List<Entry> heads = journal.heads();
    take(heads, seq);
    List<String> rollouts =
        heads.stream()
            .filter(entry -> entry.kind() == Kind.SERVICE)
            .flatMap(entry -> RecentRollouts.keys(entry).stream())
            .toList();
    for (int from = 0; from < rollouts.size(); from += PAGE) {
      List<String> page = rollouts.subList(from, Math.min(from + PAGE, rollouts.size()));
      take(journal.heads(Kind.ROLLOUT, page), seq);
    }
    view.progress().upTo(seq);
    loaded = true;
  }

  private void take(List<Entry> heads, long seq) {
    for (Entry entry : heads) {
      // The last ones may have been committed by a server that died before it published them.
      if (view.offer(entry) && (!whole || entry.seq() > seq - PAGE)) {
        map.publish(entry);
      }
    }
  }

  private void loadFromPeers() {
    map.wholeUpTo()
        .ifPresent(
            seq -> {
              map.load();
              view.progress().upTo(seq);
              ready = true;
              LOG.info("loaded from peers, as the journal does not answer");
            });
  }

  private void catchUp() {
    List<Entry> page;
    do {
      // Asked before the page: the last entries may be of kinds that this release does not read.
      long last = journal.lastSeq();
      page = journal.after(view.seq(), PAGE);
      List<Entry> news = page.stream().filter(view::offer).toList();
      if (!news.isEmpty()) {
        // For those who cannot ask the journal.
        map.tell(news);
        news.forEach(map::publish);
      }
      view.progress().upTo(page.size() < PAGE ? last : page.get(PAGE - 1).seq());
    } while (page.size() == PAGE);
  }

  private void mend() {
    if (mapLacks.get()) {
      map.unmarkWhole();
      whole = false;
    }
    if (map.isAlone()) {
      return;
    }
    if (mapLacks.getAndSet(false)) {
      LOG.info("the shared map may not hold all; publishing all heads");
      view.all().forEach(map::publish);
    }
    if (loaded && !whole && map.settled()) {
      map.markWhole(view.seq());
      whole = true;
    }
  }
}

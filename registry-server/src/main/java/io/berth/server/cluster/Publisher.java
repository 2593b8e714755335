package io.berth.server.cluster;

import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.map.IMap;
import com.hazelcast.partition.PartitionService;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings one server's values into a shared map, on a thread of its own. Whoever changes a value
 * only says its key and never waits; what is published is the value as it is then, so many changes
 * of one key may become one, and what fails is owed still and tried again.
 *
 * <p>Keys go by partition, a whole batch in one call: one call a key costs ten times as much, most
 * of all where Hazelcast starts a thread for each answer, as it does on two cores.
 */
final class Publisher implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Publisher.class);
  private static final long CALL_SECONDS = 5;
  private static final long RETRY_MILLIS = 500;
  private static final long CLOSE_MILLIS = 1_000;

  private record Call(Set<String> keys, CompletionStage<?> answer) {}

  private final IMap<String, Envelope> map;
  private final PartitionService partitions;
  private final UnaryOperator<String> home;
  private final Function<String, Optional<Envelope>> current;
  private final Thread thread;
  private final CountDownLatch closed = new CountDownLatch(1);
  // Guarded by this.
  private Set<String> owed = new HashSet<>();
  private boolean publishing;

  /** Into a map whose keys stand for their places themselves. */
  Publisher(
      HazelcastInstance hazelcast, String name, Function<String, Optional<Envelope>> current) {
    this(hazelcast, name, UnaryOperator.identity(), current);
  }

  /**
   * Into a map.
   *
   * @param home what stands for the place of a key
   * @param current the value of a key as it is; empty to remove it from the map
   */
  Publisher(
      HazelcastInstance hazelcast,
      String name,
      UnaryOperator<String> home,
      Function<String, Optional<Envelope>> current) {
    this.map = hazelcast.getMap(name);
    this.home = home;
    this.partitions = hazelcast.getPartitionService();
    this.current = current;
    this.thread = new Thread(this::run, "berth-publish-" + name);
    thread.setDaemon(true);
    thread.start();
  }

  /** Says that the value of a key changed. */
  synchronized void owe(String key) {
    owed.add(key);
    notifyAll();
  }

  /** Whether the map holds all that was owed to it. */
  synchronized boolean settled() {
    return owed.isEmpty() && !publishing;
  }

  /** Gives what is owed a moment to get there, and ends. */
  @Override
  public void close() {
    try {
      awaitSettled();
      closed.countDown();
      thread.interrupt();
      thread.join(CLOSE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized void awaitSettled() throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(CLOSE_MILLIS);
    for (long left = CLOSE_MILLIS; left > 0 && !settled(); ) {
      wait(left);
      left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
    }
  }

  private void run() {
    try {
      while (closed.getCount() > 0) {
        Set<String> failed = publish(take());
        done(failed);
        if (!failed.isEmpty()) {
          closed.await(RETRY_MILLIS, TimeUnit.MILLISECONDS);
        }
      }
    } catch (InterruptedException e) {
      LOG.debug("closed");
    }
  }

  private synchronized Set<String> take() throws InterruptedException {
    while (owed.isEmpty()) {
      wait();
    }
    Set<String> taken = owed;
    owed = new HashSet<>();
    publishing = true;
    return taken;
  }

  private synchronized void done(Set<String> failed) {
    owed.addAll(failed);
    publishing = false;
    notifyAll();
  }

  /** Publishes keys, and answers those that failed. */
  private Set<String> publish(Set<String> keys) throws InterruptedException {
    List<Call> calls = new ArrayList<>();
    Set<String> failed = new HashSet<>();
    try {
      for (Set<String> batch : byPartition(keys)) {
        Map<String, Envelope> envelopes = new HashMap<>();
        for (String key : batch) {
          current.apply(key).ifPresent(envelope -> envelopes.put(key, envelope));
        }
        calls.add(new Call(batch, map.submitToKeys(batch, new MoveForward(envelopes))));
      }
    } catch (RuntimeException e) {
      LOG.debug("nothing can be published now", e);
      failed.addAll(keys);
    }
    for (Call call : calls) {
      if (!succeeded(call)) {
        failed.addAll(call.keys());
      }
    }
    return failed;
  }

  private Collection<Set<String>> byPartition(Set<String> keys) {
    Map<Integer, Set<String>> batches = new HashMap<>();
    for (String key : keys) {
      int partition = partitions.getPartition(home.apply(key)).getPartitionId();
      batches.computeIfAbsent(partition, id -> new HashSet<>()).add(key);
    }
    return batches.values();
  }

  private static boolean succeeded(Call call) throws InterruptedException {
    try {
      call.answer().toCompletableFuture().get(CALL_SECONDS, TimeUnit.SECONDS);
      return true;
    } catch (ExecutionException | TimeoutException e) {
      LOG.debug("{} keys were not published", call.keys().size(), e);
      return false;
    }
  }
}

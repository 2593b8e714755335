package io.berth.agent.http;

import io.berth.agent.container.LogSource;
import io.berth.agent.container.LogSource.Range;
import io.berth.api.LogLine;
import io.berth.api.Status;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the containers of a service on this host print, as one stream. It has a thread of its own,
 * which waits for containers and for the asker; an interrupt ends it. Of what nobody has read yet
 * it holds a few lines a container.
 */
final class LogStream implements Runnable {
  private static final Logger log = LoggerFactory.getLogger(LogStream.class);
  private static final int AHEAD = 64;
  private static final Duration LOOK = Duration.ofMillis(500);
  private static final Duration BEAT = Duration.ofSeconds(10);

  private final LogQuery query;
  private final Supplier<List<Status>> containers;
  private final LogSource source;
  private final LogOutput out;
  private final Clock clock;
  private final Map<String, Inlet> inlets = new HashMap<>();
  private final BlockingQueue<Optional<LogLine>> lines = new ArrayBlockingQueue<>(AHEAD);
  private volatile boolean changed;

  /**
   * Wires it.
   *
   * @param containers of this host and cluster, as they are known to be now
   */
  LogStream(
      LogQuery query,
      Supplier<List<Status>> containers,
      LogSource source,
      LogOutput out,
      Clock clock) {
    this.query = query;
    this.containers = containers;
    this.source = source;
    this.out = out;
    this.clock = clock;
  }

  private record Head(LogLine line, Inlet inlet) {}

  /** There may be other containers; from any thread. One may be gone again in half a second. */
  void changed() {
    changed = true;
    lines.offer(Optional.empty()); // Full: then it does not wait, and looks all the same.
  }

  @Override
  public void run() {
    try {
      if (query.follow()) {
        follow();
      } else {
        inOrder();
      }
      out.end();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // The asker has gone, or the agent stops.
    } catch (IOException e) {
      log.debug("an asker of logs went away: {}", e.getMessage());
    } finally {
      inlets.values().forEach(LogStream::close);
    }
  }

  /** The lines of all containers by their times: each container's come in their order. */
  private void inOrder() throws InterruptedException, IOException {
    PriorityQueue<Head> heads =
        new PriorityQueue<>(Comparator.comparing((Head head) -> head.line().time()));
    for (Status status : wanted()) {
      open(status, new ArrayBlockingQueue<>(AHEAD), query.first());
    }
    for (Inlet inlet : inlets.values()) {
      next(inlet).ifPresent(line -> heads.add(new Head(line, inlet)));
    }
    while (!heads.isEmpty()) {
      Head head = heads.remove();
      out.write(head.line());
      next(head.inlet()).ifPresent(line -> heads.add(new Head(line, head.inlet())));
    }
  }

  private Optional<LogLine> next(Inlet inlet) throws InterruptedException, IOException {
    Optional<LogLine> line = inlet.queue().poll();
    if (line == null) {
      out.flush();
      line = inlet.queue().poll(BEAT.toMillis(), TimeUnit.MILLISECONDS);
      while (line == null) {
        out.beat();
        line = inlet.queue().poll(BEAT.toMillis(), TimeUnit.MILLISECONDS);
      }
    }
    return line;
  }

  /** The lines as they come; containers that are started meanwhile join in from their beginning. */
  private void follow() throws InterruptedException, IOException {
    long looked = System.nanoTime();
    long heard = looked;
    join(query.first());
    while (true) {
      Optional<LogLine> line = lines.poll();
      if (line == null) {
        out.flush();
        line = lines.poll(LOOK.toMillis(), TimeUnit.MILLISECONDS);
      }
      long now = System.nanoTime();
      if (line != null && line.isPresent()) {
        heard = now;
        out.write(line.get());
      } else if (now - heard >= BEAT.toNanos()) {
        heard = now;
        out.beat();
      }
      if (changed || now - looked >= LOOK.toNanos()) {
        changed = false;
        looked = now;
        join(new Range(LogSource.ALL, query.since(), true));
      }
    }
  }

  private void join(Range range) {
    List<Status> wanted = wanted();
    for (Status status : wanted) {
      Inlet known = inlets.get(status.instance());
      if (known == null) {
        open(status, lines, range);
      } else if (known.isBehind(status)) {
        open(status, lines, new Range(LogSource.ALL, known.upTo(), true));
      }
    }
    Set<String> there = wanted.stream().map(Status::instance).collect(Collectors.toSet());
    inlets.entrySet().removeIf(one -> one.getValue().isOver() && !there.contains(one.getKey()));
  }

  private List<Status> wanted() {
    return containers.get().stream().filter(query::wants).toList();
  }

  private void open(Status status, BlockingQueue<Optional<LogLine>> queue, Range range) {
    Inlet inlet = new Inlet(status, queue, clock.instant());
    inlets.put(status.instance(), inlet.open(source::read, range));
  }

  private static void close(Inlet inlet) {
    try {
      inlet.close();
    } catch (IOException e) {
      log.debug("a container's output does not close: {}", e.getMessage());
    }
  }
}

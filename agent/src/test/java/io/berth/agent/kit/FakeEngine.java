package io.berth.agent.kit;

import io.berth.agent.container.Blueprint;
import io.berth.agent.container.Container;
import io.berth.agent.container.Container.Run;
import io.berth.agent.container.Engine;
import io.berth.agent.container.EngineException;
import io.berth.agent.container.EngineException.Kind;
import io.berth.agent.container.ImageStore;
import io.berth.agent.container.PullException;
import io.berth.agent.reconcile.Phase;
import java.io.Closeable;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;

/**
 * An engine in memory, for what a real one cannot be made to do on time: to go away, to hang, to
 * refuse. It never says by itself that something changed.
 */
public final class FakeEngine implements Engine, ImageStore {
  private final Map<String, Container> containers = new LinkedHashMap<>();
  private final Set<String> images = new HashSet<>();
  private final List<String> done = new ArrayList<>();
  private final Map<String, Deque<RuntimeException>> refusals = new LinkedHashMap<>();
  private final Map<String, CountDownLatch> gates = new LinkedHashMap<>();
  private final Map<String, CountDownLatch> held = new ConcurrentHashMap<>();
  private Consumer<String> changed = name -> {};
  private Runnable ended = () -> {};
  private OptionalLong free = OptionalLong.empty();
  private boolean away;
  private long clock = 1_700_000_000;

  /** It answers nobody, or everybody again. */
  public synchronized void away(boolean value) {
    away = value;
    if (away) {
      ended.run();
    }
  }

  /** The next such call, as {@code "start web"}, fails with this message. */
  public synchronized void refuse(String call, String message) {
    fail(call, new EngineException(Kind.REFUSED, message));
  }

  /** The next such call fails in this way, after those that are to fail already. */
  public synchronized void fail(String call, RuntimeException how) {
    refusals.computeIfAbsent(call, one -> new ArrayDeque<>()).add(how);
  }

  /** Such calls wait until the latch is open. */
  public synchronized void hold(String call, CountDownLatch gate) {
    gates.put(call, gate);
  }

  /** Its process ends by itself. */
  public synchronized void crash(String name, int code) {
    end(name, code);
    changed.accept(name);
  }

  /** Somebody removes it by hand. */
  public synchronized void vanish(String name) {
    containers.remove(name);
    changed.accept(name);
  }

  public synchronized void has(String image) {
    images.add(image);
  }

  /** So many bytes are free on its disk. */
  public synchronized void free(long bytes) {
    free = OptionalLong.of(bytes);
  }

  @Override
  public synchronized OptionalLong free() {
    return free;
  }

  /** What was done, in order, as {@code "start web-0-r1-…"}. */
  public synchronized List<String> done() {
    return List.copyOf(done);
  }

  private void begin(String call, String name) {
    CountDownLatch gate;
    synchronized (this) {
      gate = gates.get(call);
      check();
      Deque<RuntimeException> due = refusals.getOrDefault(call, new ArrayDeque<>());
      if (!due.isEmpty()) {
        throw due.remove();
      }
    }
    if (gate != null) {
      if (call.equals("start")) {
        held.put(name, gate);
      }
      pass(gate);
      held.remove(name);
    }
    synchronized (this) {
      done.add(call + " " + name);
    }
  }

  private static void pass(CountDownLatch gate) {
    try {
      gate.await();
    } catch (InterruptedException e) {
      throw new EngineException(Kind.AWAY, "interrupted");
    }
  }

  private void check() {
    if (away) {
      throw new EngineException(Kind.AWAY, "the engine cannot be reached: it is away");
    }
  }

  @Override
  public synchronized Facts facts() {
    check();
    return new Facts("1.0", 2000, 1 << 30);
  }

  /** As Docker does, it does not answer for a container that it is starting. */
  @Override
  public List<Container> containers(Map<String, Container> known) {
    held.forEach(
        (name, gate) -> {
          if (!known.containsKey(name)) {
            pass(gate);
          }
        });
    return listed(known);
  }

  private synchronized List<Container> listed(Map<String, Container> known) {
    check();
    return containers.values().stream()
        .map(container -> known.getOrDefault(container.name(), container))
        .toList();
  }

  @Override
  public String create(Blueprint blueprint) {
    begin("create", blueprint.name());
    synchronized (this) {
      String id = "id-" + blueprint.name();
      containers.put(blueprint.name(), blueprint.made(id, tick()));
      return id;
    }
  }

  @Override
  public void start(String name) {
    begin("start", name);
    synchronized (this) {
      put(name, run(Phase.RUNNING, tick(), null, 0));
    }
  }

  @Override
  public void stop(String name, Duration grace) {
    begin("stop", name);
    synchronized (this) {
      end(name, 143);
    }
  }

  private void end(String name, int code) {
    Run before = containers.get(name).run();
    if (before.running()) {
      put(name, run(Phase.ENDED, before.startedAt(), tick(), code));
    }
  }

  private void put(String name, Run run) {
    Container before = containers.get(name);
    if (before == null) {
      throw new EngineException(Kind.NOT_FOUND, "no such container " + name);
    }
    containers.put(
        name,
        new Container(before.id(), name, before.labels(), run, before.shape(), before.createdAt()));
  }

  private static Run run(Phase phase, Instant startedAt, Instant endedAt, int code) {
    return new Run(
        phase, startedAt, endedAt, code, false, "", "10.0.0.1", List.of(), Optional.empty());
  }

  private Instant tick() {
    clock++;
    return Instant.ofEpochSecond(clock);
  }

  /** A container or an image: the engine's two halves call it alike. */
  @Override
  public void remove(String name) {
    begin("remove", name);
    synchronized (this) {
      containers.remove(name);
      images.remove(name);
    }
  }

  @Override
  public List<String> log(String name, int lines) {
    begin("log", name);
    return List.of("last words of " + name);
  }

  @Override
  public synchronized Usage usage(String name) {
    check();
    return new Usage(0, 0);
  }

  @Override
  public synchronized Closeable follow(Consumer<String> onChange, Runnable onEnd) {
    changed = onChange;
    ended = onEnd;
    return () -> {};
  }

  @Override
  public synchronized Optional<LocalImage> find(String reference) {
    check();
    return images.contains(reference)
        ? Optional.of(new LocalImage("sha256:" + reference.hashCode(), List.of()))
        : Optional.empty();
  }

  @Override
  public Pulled pull(String reference, Optional<Login> login) {
    begin("pull", reference);
    if (reference.endsWith(":missing")) {
      throw new PullException(reference, PullException.Kind.NOT_FOUND, "manifest unknown");
    }
    synchronized (this) {
      String digest = "sha256:" + Integer.toHexString(reference.hashCode());
      boolean fresh = images.add(reference);
      images.add(reference.substring(0, reference.lastIndexOf(':')) + "@" + digest);
      return new Pulled(digest, fresh);
    }
  }

  /** Of an image. */
  public synchronized boolean knows(String reference) {
    return images.contains(reference);
  }

  @Override
  public void close() {}
}

package io.berth.sdk;

import io.berth.api.Instance;
import io.berth.api.Instances;
import io.berth.api.Json;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A live view of the passing instances of a service; see {@link BerthClient#lookup}.
 *
 * <p>Every method may be called by any thread. {@link #instances}, {@link #pick} and {@link
 * #report} are memory only: they take no lock, wait for nothing and allocate nothing. A caller sees
 * lists in the order in which servers answered them; they have no number, so after a move to a
 * server that is a moment behind, an instance that just came or went may be seen doing so twice.
 * What cannot be asked is not forgotten: while no server answers, the last list stays, and {@link
 * #stale} says so.
 */
public final class Lookup {
  private static final Logger log = LoggerFactory.getLogger(Lookup.class);

  private final String namespace;
  private final String service;
  private final CacheFile<Instances> cache;
  private final EmptyGuard guard;
  private final Duration wait;
  private final Freshness freshness = new Freshness();
  private final Listeners<ChangeListener<List<Instance>>> listeners;

  /** The strategy, and after the first list its last picker. Used on the loop only. */
  private Strategy strategy;

  private volatile Shown shown;

  Lookup(
      String namespace,
      String service,
      Strategy strategy,
      CacheFile<Instances> cache,
      EmptyGuard guard,
      Duration wait,
      Executor listenerThread) {
    this.namespace = namespace;
    this.service = service;
    this.strategy = strategy;
    this.cache = cache;
    this.guard = guard;
    this.wait = wait;
    this.listeners = new Listeners<>(listenerThread);
    this.shown = over(cache.load(this::fits).map(Instances::instances).orElse(List.of()));
  }

  /** The instances that may be called, in the order of their ids; immutable, perhaps empty. */
  public List<Instance> instances() {
    return shown.instances();
  }

  /**
   * The instance to call next, by the lookup's strategy.
   *
   * @throws NoInstanceException if there is none
   */
  public Instance pick() {
    Picker picker = shown.picker();
    if (picker == null) {
      throw new NoInstanceException(service);
    }
    return picker.pick();
  }

  /** Tells the strategy how a call to an instance went. */
  public void report(Instance instance, boolean success) {
    Picker picker = shown.picker();
    if (picker != null) {
      picker.report(instance, success);
    }
  }

  /**
   * Whether no server stands by this list now: it is from the disk cache, no server answers, or the
   * servers say that there is no instance and the grace time for that is not over.
   */
  public boolean stale() {
    return freshness.stale();
  }

  /**
   * Waits until the list is known: from a server, which may say that it is empty; or from the disk
   * cache, once every server was asked in vain.
   *
   * @return whether it is known
   */
  public boolean awaitReady(Duration timeout) throws InterruptedException {
    return freshness.await(timeout);
  }

  /** Has a listener told of every change of the list from now on. */
  public Subscription onChange(ChangeListener<List<Instance>> listener) {
    return listeners.add(listener);
  }

  View view() {
    return new FromServers();
  }

  void close() {
    freshness.closed();
  }

  private boolean fits(Instances answer) {
    return namespace.equals(answer.namespace()) && service.equals(answer.service());
  }

  private Shown over(List<Instance> instances) {
    if (instances.isEmpty()) {
      return new Shown(instances, null);
    }
    Picker picker = strategy.over(instances);
    strategy = picker;
    return new Shown(instances, picker);
  }

  /** One list with its picker, so that no caller sees the one without the other; null for none. */
  private record Shown(List<Instance> instances, Picker picker) {}

  private final class FromServers implements View {
    private boolean known = !shown.instances().isEmpty();

    @Override
    public boolean answered(String body) throws IOException {
      Instances answer = Json.mapper().readValue(body, Instances.class);
      if (answer == null || !fits(answer)) {
        throw new IOException("it is not the instances of " + namespace + "/" + service);
      }
      consider(answer.instances());
      return true;
    }

    @Override
    public void unchanged() {
      consider(guard.doubting() ? List.of() : shown.instances());
    }

    @Override
    public void absent() {
      consider(List.of());
    }

    @Override
    public void unanswered() {
      freshness.unanswered(known);
    }

    /** While an empty answer is doubted: asked again when the grace is over. */
    @Override
    public Duration patience() {
      Duration left = guard.remaining();
      return guard.doubting() && left.compareTo(wait) < 0 ? left : wait;
    }

    private void consider(List<Instance> answer) {
      List<Instance> before = shown.instances();
      boolean doubted = guard.doubting();
      known = true;
      if (!guard.believes(answer.isEmpty() && !before.isEmpty())) {
        if (!doubted) {
          log.warn("{} has no instance any more, says a server; not believed yet", service);
        }
        freshness.doubted();
        return;
      }
      if (!answer.equals(before)) {
        shown = over(answer);
        freshness.trusted();
        cache.save(new Instances(namespace, service, answer));
        listeners.tell(listener -> listener.changed(before, answer));
      }
      freshness.confirmed();
    }
  }
}

package io.berth.agent.image;

import io.berth.agent.container.EngineException;
import io.berth.agent.container.ImageStore;
import io.berth.agent.container.ImageStore.LocalImage;
import io.berth.agent.state.Memory.PulledImage;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes images away that this agent brought and that nobody needs any more, best effort: one that
 * something else still uses is left to it.
 *
 * <p>Confined to the thread behind {@code reactor}; the engine is asked on a worker.
 */
public final class Pruner {
  private static final Logger log = LoggerFactory.getLogger(Pruner.class);
  private static final int REPORTED = 50;

  private final ImageStore store;
  private final Executor workers;
  private final Executor reactor;
  private final Set<PulledImage> brought;
  private final Set<PulledImage> tried = new HashSet<>();
  private final Deque<String> pruned = new ArrayDeque<>();

  /** Knows what this agent brought before. */
  public Pruner(ImageStore store, Executor workers, Executor reactor, List<PulledImage> brought) {
    this.store = store;
    this.workers = workers;
    this.reactor = reactor;
    this.brought = new LinkedHashSet<>(brought);
  }

  /** This agent brought an image. */
  public void brought(PulledImage image) {
    brought.add(image);
  }

  /** What this agent brought and did not take away yet. */
  public List<PulledImage> brought() {
    return List.copyOf(brought);
  }

  /** What was taken away since the agent started, newest last. */
  public List<String> pruned() {
    return List.copyOf(pruned);
  }

  /** Takes away all but these, each one once for as long as it is not needed again. */
  public void keepOnly(Set<String> needed) {
    tried.removeIf(image -> needed.contains(image.pinned()));
    for (PulledImage image : brought) {
      if (!needed.contains(image.pinned()) && tried.add(image)) {
        workers.execute(() -> prune(image));
      }
    }
  }

  private void prune(PulledImage image) {
    try {
      Optional<LocalImage> here = store.find(image.pinned());
      Optional<LocalImage> tagged = store.find(image.reference());
      if (here.isPresent() && tagged.map(LocalImage::id).equals(here.map(LocalImage::id))) {
        store.remove(image.reference());
      }
      store.remove(image.pinned());
      boolean gone = store.find(image.pinned()).isEmpty();
      reactor.execute(() -> finish(image, gone));
    } catch (EngineException e) {
      log.info("image {} is not pruned: {}", image.pinned(), e.getMessage());
      reactor.execute(() -> tried.remove(image));
    }
  }

  private void finish(PulledImage image, boolean gone) {
    if (!gone) {
      log.info("image {} is still used by something else and stays", image.pinned());
      return;
    }
    log.info("pruned image {}", image.pinned());
    brought.remove(image);
    tried.remove(image);
    if (!pruned.contains(image.pinned())) {
      pruned.addLast(image.pinned());
    }
    List<String> kept = new ArrayList<>(pruned);
    pruned.clear();
    pruned.addAll(kept.subList(Math.max(0, kept.size() - REPORTED), kept.size()));
  }
}

package io.berth.e2e.history;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Takes down the histories of services, from any thread. */
public final class Recorder {
  private final long began = System.nanoTime();
  private final Map<String, Queue<Operation>> histories = new ConcurrentHashMap<>();

  /** Nanoseconds since this recorder was made. */
  public long now() {
    return System.nanoTime() - began;
  }

  /** Takes an operation down. */
  public void add(String service, Operation operation) {
    histories.computeIfAbsent(service, key -> new ConcurrentLinkedQueue<>()).add(operation);
  }

  /** Service → its history. */
  public Map<String, List<Operation>> histories() {
    Map<String, List<Operation>> copy = new TreeMap<>();
    histories.forEach((service, history) -> copy.put(service, new ArrayList<>(history)));
    return copy;
  }

  /** How many operations there are. */
  public long count() {
    return histories.values().stream().mapToLong(Collection::size).sum();
  }

  /** How many operations of a kind there are. */
  public long count(Operation.Kind kind) {
    return histories.values().stream()
        .flatMap(Collection::stream)
        .filter(operation -> operation.kind() == kind)
        .count();
  }
}

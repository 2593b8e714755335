package io.berth.server.rollout;

import io.berth.api.Assignment;
import io.berth.api.Rollout;
import io.berth.api.Rollout.Slot;
import io.berth.api.RolloutKind;
import io.berth.api.spec.Order;
import io.berth.api.spec.Spec;
import io.berth.api.spec.Strategy;
import io.berth.api.spec.Volume;
import io.berth.server.assignment.Placed;
import io.berth.server.assignment.Scheduler;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Where the replicas of a rollout go. Those that already run what is wanted stay what they are.
 * Those that are to stand beside the old ones come first; each has a number of its own, and the
 * host of the one that it will have replaced in the end.
 *
 * @param strategy how the rollout goes
 * @param placed which replica goes where, and why not all do
 * @param slots the same in the order in which they are brought up
 */
record Places(Strategy strategy, Placed placed, List<Slot> slots) {
  static Places of(Rollout rollout, Situation situation) {
    Map<Integer, String> current = current(situation);
    Placed placed = Scheduler.place(situation.spec(), situation.hosts(), current);
    Strategy strategy = strategy(rollout, situation);
    int size = placed.hosts().size();
    int beside = Stage.beside(strategy, situation.spec().deploy().update(), size);
    List<Slot> slots = new ArrayList<>();
    int next = 0;
    for (Map.Entry<Integer, String> place : newOnesFirst(placed, current)) {
      int replica = place.getKey();
      boolean stands = slots.size() < beside && current.containsKey(replica);
      if (stands || moves(place, current, situation)) {
        while (current.containsKey(next) || placed.hosts().containsKey(next)) {
          next++;
        }
        replica = next++;
      }
      slots.add(new Slot(replica, place.getValue(), null, null, 0));
    }
    return new Places(strategy, placed, List.copyOf(slots));
  }

  /** Those that nothing has to stand beside, then the others; each by number. */
  private static List<Map.Entry<Integer, String>> newOnesFirst(
      Placed placed, Map<Integer, String> current) {
    return placed.hosts().entrySet().stream()
        .sorted(
            Comparator.comparing(
                    (Map.Entry<Integer, String> one) -> current.containsKey(one.getKey()))
                .thenComparing(Map.Entry::getKey))
        .toList();
  }

  /**
   * Whether what it replaces is on another host. It has another number then, so that the old one
   * stays until this one counts; but not where there never may be two.
   */
  private static boolean moves(
      Map.Entry<Integer, String> place, Map<Integer, String> current, Situation situation) {
    Spec spec = situation.spec();
    boolean alone =
        spec.deploy().update().order() == Order.STOP_FIRST
            || spec.volumes().stream().anyMatch(Volume::exclusive);
    String before = current.get(place.getKey());
    return !alone && before != null && !before.equals(place.getValue());
  }

  /** As the spec says, unless there is nothing to stand beside. */
  private static Strategy strategy(Rollout rollout, Situation situation) {
    boolean nothingBeside =
        rollout.kind() == RolloutKind.ROLLBACK
            || situation.assignments().isEmpty()
            || situation.assignments().stream().allMatch(one -> isSame(one, situation));
    return nothingBeside ? Strategy.ROLLING : situation.spec().deploy().update().strategy();
  }

  /** Whether it needs no other container. */
  private static boolean isSame(Assignment assignment, Situation situation) {
    return assignment.spec().container().equals(situation.spec().container());
  }

  /** Replica to host, those first that already run what is wanted. */
  private static Map<Integer, String> current(Situation situation) {
    List<Assignment> assignments = new ArrayList<>(situation.assignments());
    assignments.sort(
        Comparator.comparing((Assignment one) -> !isSame(one, situation))
            .thenComparing(Assignment::replica));
    Map<Integer, String> hosts = new LinkedHashMap<>();
    assignments.forEach(one -> hosts.put(one.replica(), one.host()));
    return hosts;
  }
}

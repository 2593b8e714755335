package io.berth.server.rollout;

import io.berth.api.Assignment;
import io.berth.api.Rollout;
import io.berth.api.Rollout.Slot;
import io.berth.api.Status;
import io.berth.api.spec.Update;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** How the replicas of a rollout fare, and what their hosts are told. */
final class Replicas {
  private final Rollout rollout;
  private final Situation situation;
  private final Update update;

  Replicas(Rollout rollout, Situation situation) {
    this.rollout = rollout;
    this.situation = situation;
    this.update = situation.spec().deploy().update();
  }

  /** What is wrong with the first one with which something is. */
  Optional<String> fault() {
    return rollout.slots().stream().flatMap(slot -> fault(slot).stream()).findFirst();
  }

  private Optional<String> fault(Slot slot) {
    if (slot.assignedAt() == null) {
      return Optional.empty();
    }
    Optional<Status> status = situation.status(slot.replica(), slot.host(), rollout.to());
    if (slot.countedAt() != null) {
      return status.flatMap(seen -> Faults.afterCounting(seen, slot.restarts()));
    }
    if (status.isPresent() && status.get().counted()) {
      return Optional.empty();
    }
    // A first revision has nothing to return to, so it may crash and come up until its deadline.
    boolean patient = rollout.stable().isEmpty();
    Optional<String> fault = status.flatMap(seen -> Faults.beforeCounting(seen, patient));
    boolean overdue = situation.now().isAfter(slot.assignedAt().plus(update.healthyDeadline()));
    return fault.isEmpty() && overdue
        ? Optional.of(Faults.overdue(slot, status, update.healthyDeadline()))
        : fault;
  }

  /** The slots, those marked that have come to count. */
  List<Slot> counted() {
    return rollout.slots().stream()
        .map(
            slot ->
                slot.assignedAt() == null || slot.countedAt() != null
                    ? slot
                    : healthy(slot).map(seen -> counts(slot, seen)).orElse(slot))
        .toList();
  }

  private Slot counts(Slot slot, Status seen) {
    return new Slot(
        slot.replica(), slot.host(), slot.assignedAt(), situation.now(), seen.restarts());
  }

  /** Whether all of them count now. */
  boolean areWhole() {
    return rollout.slots().stream().allMatch(slot -> healthy(slot).isPresent());
  }

  private Optional<Status> healthy(Slot slot) {
    return situation.status(slot.replica(), slot.host(), rollout.to()).filter(Status::counted);
  }

  /** The slots, with all their time before them again and no crash held against them. */
  List<Slot> afresh() {
    return rollout.slots().stream()
        .map(
            slot ->
                slot.assignedAt() == null
                    ? slot
                    : new Slot(slot.replica(), slot.host(), situation.now(), null, 0))
        .toList();
  }

  /** The slots, as many more marked as may be under way in a stage. */
  List<Slot> next(Stage stage) {
    List<Slot> slots = new ArrayList<>(rollout.slots());
    long underWay =
        slots.stream()
            .filter(slot -> slot.assignedAt() != null && slot.countedAt() == null)
            .count();
    for (int i = 0; i < stage.replicas() && underWay < stage.parallelism(); i++) {
      Slot slot = slots.get(i);
      if (slot.assignedAt() == null) {
        slots.set(i, new Slot(slot.replica(), slot.host(), situation.now(), null, 0));
        underWay++;
      }
    }
    return slots;
  }

  /** What the hosts of those are told that were marked since. */
  List<Assignment> toldSince(List<Slot> before) {
    List<Assignment> told = new ArrayList<>();
    for (int i = 0; i < before.size(); i++) {
      if (before.get(i).assignedAt() == null && rollout.slots().get(i).assignedAt() != null) {
        told.add(assignment(rollout.slots().get(i), false));
      }
    }
    return told;
  }

  /** What all hosts are told once the revision has held. */
  List<Assignment> settled() {
    return rollout.slots().stream().map(slot -> assignment(slot, true)).toList();
  }

  /** Assignments of replicas that the rollout does not have. */
  List<Assignment> surplus() {
    return situation.assignments().stream()
        .filter(
            assignment ->
                rollout.slots().stream().noneMatch(slot -> slot.replica() == assignment.replica()))
        .toList();
  }

  private Assignment assignment(Slot slot, boolean settled) {
    return new Assignment(
        rollout.namespace(),
        rollout.service(),
        slot.replica(),
        slot.host(),
        rollout.to(),
        rollout.image(),
        situation.spec(),
        settled);
  }
}

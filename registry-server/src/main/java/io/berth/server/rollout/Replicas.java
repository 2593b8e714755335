package io.berth.server.rollout;

import io.berth.api.Assignment;
import io.berth.api.Rollout;
import io.berth.api.Rollout.Slot;
import io.berth.api.RolloutKind;
import io.berth.api.Status;
import io.berth.api.spec.Update;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;

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
    if (slot.assignedAt() == null || isAway(slot)) {
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
    // What is put back has nothing either, and has run before: its host may be in trouble.
    boolean patient = rollout.stable().isEmpty();
    boolean back = rollout.kind() == RolloutKind.ROLLBACK;
    Optional<String> fault =
        back ? Optional.empty() : status.flatMap(seen -> Faults.beforeCounting(seen, patient));
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

  /** Whether all of a stage have come to count that are waited for. */
  boolean areUp(Stage stage) {
    List<Slot> slots = rollout.slots().subList(0, stage.replicas());
    return all(slots, slot -> slot.countedAt() != null);
  }

  /** Whether all of them count now that are waited for. */
  boolean areWhole() {
    return all(rollout.slots(), slot -> healthy(slot).isPresent());
  }

  /** All but those that are away; which is not enough where all are. */
  private boolean all(List<Slot> slots, Predicate<Slot> good) {
    return slots.stream().allMatch(slot -> good.test(slot) || isAway(slot))
        && (slots.isEmpty() || slots.stream().anyMatch(good));
  }

  /** A rollback does not wait for hosts that are not ready: they act when they are back. */
  private boolean isAway(Slot slot) {
    return rollout.kind() == RolloutKind.ROLLBACK && !situation.isReady(slot.host());
  }

  /** The hosts that are not waited for, as the rest of a sentence; empty where there is none. */
  String away() {
    String hosts =
        rollout.slots().stream()
            .filter(this::isAway)
            .map(Slot::host)
            .distinct()
            .collect(Collectors.joining(", "));
    return hosts.isEmpty() ? "" : "; not ready, and to follow once ready: " + hosts;
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
    // Its host has all its time once it is back.
    slots.replaceAll(slot -> isAway(slot) && slot.countedAt() == null ? untold(slot) : slot);
    long underWay =
        slots.stream()
            .filter(slot -> slot.assignedAt() != null && slot.countedAt() == null)
            .count();
    for (int i = 0; i < stage.replicas() && underWay < stage.parallelism(); i++) {
      Slot slot = slots.get(i);
      if (slot.assignedAt() == null && !isAway(slot)) {
        slots.set(i, new Slot(slot.replica(), slot.host(), situation.now(), null, 0));
        underWay++;
      }
    }
    return slots;
  }

  private static Slot untold(Slot slot) {
    return new Slot(slot.replica(), slot.host(), null, null, 0);
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

  /** What those hosts are told that were not waited for. */
  List<Assignment> late() {
    return rollout.slots().stream()
        .filter(slot -> slot.assignedAt() == null)
        .map(slot -> assignment(slot, false))
        .toList();
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

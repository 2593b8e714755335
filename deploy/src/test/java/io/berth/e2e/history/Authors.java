package io.berth.e2e.history;

import io.berth.e2e.history.Operation.Kind;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Which write made which revision, as far as a history shows, and what cannot be so. */
final class Authors {
  private final Map<String, Operation> writes = new HashMap<>();
  private final Map<Long, Operation> shown = new TreeMap<>();
  private final Map<Long, Operation> authors = new TreeMap<>();
  private Operation last;

  /** The write that made a revision; there is one for each up to the newest. */
  Operation of(long revision) {
    return authors.get(revision);
  }

  /** The newest revision that was seen; 0 for none. */
  long newest() {
    return last == null ? 0 : last.revision();
  }

  /** Finds them; answers what speaks against it. */
  Optional<Violation> find(Collection<Operation> history) {
    for (Operation operation : history) {
      if (operation.kind() != Kind.READ
          && writes.putIfAbsent(operation.content(), operation) != null) {
        throw new IllegalArgumentException("two writes of " + operation.content());
      }
    }
    for (Operation operation : history) {
      Optional<Violation> found = show(operation);
      if (found.isPresent()) {
        return found;
      }
    }
    Map<String, Operation> places = new HashMap<>();
    for (Operation operation : shown.values()) {
      Operation other = places.putIfAbsent(operation.content(), operation);
      if (other != null) {
        return Optional.of(Violation.of("applied twice", other, operation));
      }
    }
    return attribute();
  }

  /** What an operation says of contents. */
  private Optional<Violation> show(Operation operation) {
    if (operation.revision() > newest()) {
      last = operation;
    }
    return switch (operation.kind()) {
      case UNKNOWN -> Optional.empty();
      case REFUSED -> wrong(operation, operation.revision() == operation.expected(), "no reason");
      case WRITTEN ->
          wrong(operation, operation.revision() != operation.expected() + 1, "not the next one")
              .or(() -> place(operation));
      case READ ->
          operation.revision() == 0
              ? wrong(operation, !operation.content().isEmpty(), "nobody wrote this")
              : place(operation);
    };
  }

  private static Optional<Violation> wrong(Operation operation, boolean holds, String rule) {
    return holds ? Optional.of(Violation.of(rule, operation)) : Optional.empty();
  }

  private Optional<Violation> place(Operation operation) {
    Operation other = shown.putIfAbsent(operation.revision(), operation);
    if (other != null && !other.content().equals(operation.content())) {
      return Optional.of(Violation.of("two contents of one revision", other, operation));
    }
    Operation write = writes.get(operation.content());
    if (write == null) {
      return Optional.of(Violation.of("nobody wrote this", operation));
    }
    if (write.kind() == Kind.REFUSED) {
      return Optional.of(Violation.of("refused, and done all the same", write, operation));
    }
    if (write.expected() + 1 != operation.revision()) {
      return Optional.of(Violation.of("written over another revision", write, operation));
    }
    return Optional.empty();
  }

  private Optional<Violation> attribute() {
    Map<Long, Operation> silent = new HashMap<>();
    for (Operation write : unanswered()) {
      silent.putIfAbsent(write.expected() + 1, write);
    }
    for (long revision = 1; revision <= newest(); revision++) {
      Operation seen = shown.get(revision);
      Operation author = seen == null ? silent.get(revision) : writes.get(seen.content());
      if (author == null) {
        return Optional.of(Violation.of("nothing wrote revision " + revision, last));
      }
      authors.put(revision, author);
    }
    return Optional.empty();
  }

  /** Where nobody saw a revision, the first of these that may have made it stands for all. */
  private List<Operation> unanswered() {
    return writes.values().stream()
        .filter(write -> write.kind() == Kind.UNKNOWN)
        .sorted(Comparator.comparingLong(Operation::invoked))
        .toList();
  }
}

package io.berth.e2e.history;

import java.util.List;
import java.util.stream.Collectors;

/**
 * Why a history is not linearizable.
 *
 * @param rule what is broken
 * @param witnesses the operations that show it, two at most: no other order of them would do
 */
public record Violation(String rule, List<Operation> witnesses) {
  /** Never changed. */
  public Violation {
    witnesses = List.copyOf(witnesses);
  }

  static Violation of(String rule, Operation... witnesses) {
    return new Violation(rule, List.of(witnesses));
  }

  @Override
  public String toString() {
    return witnesses.stream()
        .map(Operation::toString)
        .collect(Collectors.joining("; but ", rule + ": ", ""));
  }
}

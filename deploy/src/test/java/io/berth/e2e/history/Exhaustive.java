package io.berth.e2e.history;

import io.berth.e2e.history.Operation.Kind;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Linearizability by search (Wing and Gong, 1993), with Lowe's memory of what was tried: slow, and
 * so plain that it may judge the quick way.
 */
final class Exhaustive {
  private final List<Operation> history;
  private final Set<Point> tried = new HashSet<>();

  private Exhaustive(List<Operation> history) {
    this.history = history;
  }

  static boolean isLinearizable(List<Operation> history) {
    return new Exhaustive(history).search(new BitSet(), 0, "");
  }

  private boolean search(BitSet done, long revision, String content) {
    if (answered(done)) {
      return true;
    }
    if (!tried.add(new Point((BitSet) done.clone(), revision, content))) {
      return false;
    }
    long firstReturn = firstReturn(done);
    for (int i = 0; i < history.size(); i++) {
      Operation next = history.get(i);
      if (done.get(i) || next.invoked() > firstReturn || !holds(next, revision, content)) {
        continue;
      }
      boolean writes = next.kind() == Kind.WRITTEN || next.kind() == Kind.UNKNOWN;
      done.set(i);
      if (search(done, writes ? revision + 1 : revision, writes ? next.content() : content)) {
        return true;
      }
      done.clear(i);
    }
    return false;
  }

  /** Whatever was not answered need not have happened. */
  private boolean answered(BitSet done) {
    for (int i = 0; i < history.size(); i++) {
      if (!done.get(i) && history.get(i).kind() != Kind.UNKNOWN) {
        return false;
      }
    }
    return true;
  }

  private long firstReturn(BitSet done) {
    long first = Long.MAX_VALUE;
    for (int i = 0; i < history.size(); i++) {
      if (!done.get(i)) {
        first = Math.min(first, history.get(i).returned());
      }
    }
    return first;
  }

  private static boolean holds(Operation next, long revision, String content) {
    return switch (next.kind()) {
      case WRITTEN -> next.expected() == revision && next.revision() == revision + 1;
      case UNKNOWN -> next.expected() == revision;
      case REFUSED -> next.expected() != revision && next.revision() == revision;
      case READ -> next.revision() == revision && next.content().equals(content);
    };
  }

  private record Point(BitSet done, long revision, String content) {}
}

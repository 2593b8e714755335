package io.berth.e2e.history;

import io.berth.e2e.history.Operation.Kind;
import java.time.Duration;
import java.util.Collection;
import java.util.Optional;

/**
 * Decides whether a history of one service is linearizable: whether each operation can be given a
 * moment between its call and its return at which it took effect, so that all of them in the order
 * of their moments are a history of one copy. A history of many services is linearizable if that of
 * each is (Herlihy and Wing, 1990).
 *
 * <p>In general that is a search (Wing and Gong, 1993; Lowe, 2017). Here every write says which
 * revision it made and every read which one it saw, so that the order of the writes is known, and
 * with it the question is one pass over the revisions (Gibbons and Korach, Testing Shared Memories,
 * SIAM J. Comput. 26(4), 1997). Let p(r) be the moment of revision r. What saw revision r has a
 * moment from p(r) to p(r+1), so p(r) comes after the call of whatever saw r-1 and before the
 * return of whatever saw r, and the p(r) rise. Such p(r) exist if and only if nothing that saw an
 * older revision was called after something that saw a newer one had returned: a pair that breaks
 * this is the whole reason why not.
 */
public final class Linearizability {
  private Linearizability() {}

  /**
   * Why a history is not linearizable, if it is not.
   *
   * @param history of one service; no two writes have the same content
   */
  public static Optional<Violation> check(Collection<Operation> history) {
    return check(history, Duration.ZERO);
  }

  /**
   * The same where reads, and only they, may be older than they should by up to a leeway.
   *
   * @param leeway a read counts as called this much earlier than it was (Δ-atomicity: Golab, Li and
   *     Shah, 2011)
   */
  public static Optional<Violation> check(Collection<Operation> history, Duration leeway) {
    Authors authors = new Authors();
    Optional<Violation> found = authors.find(history);
    return found.isPresent() ? found : Sweep.of(history, authors).violation(leeway);
  }

  /**
   * The smallest leeway with which a history is linearizable.
   *
   * @throws IllegalArgumentException where none is enough
   */
  public static Duration staleness(Collection<Operation> history) {
    Authors authors = new Authors();
    Optional<Violation> found = authors.find(history);
    if (found.isEmpty()) {
      Sweep sweep = Sweep.of(history, authors);
      Duration needed = sweep.staleness();
      found = sweep.violation(needed);
      if (found.isEmpty()) {
        return needed;
      }
    }
    throw new IllegalArgumentException(found.get().toString());
  }

  /**
   * For each revision, what must have been called before it was replaced and what had returned
   * after it was there. Calls of reads are kept apart: they alone may have leeway.
   */
  private static final class Sweep {
    private final Operation[] lastCall;
    private final Operation[] lastRead;
    private final Operation[] firstReturn;

    private Sweep(int newest) {
      lastCall = new Operation[newest + 2];
      lastRead = new Operation[newest + 2];
      firstReturn = new Operation[newest + 1];
    }

    static Sweep of(Collection<Operation> history, Authors authors) {
      int newest = Math.toIntExact(authors.newest());
      Sweep sweep = new Sweep(newest);
      for (int revision = 1; revision <= newest; revision++) {
        sweep.calls(sweep.lastCall, revision, authors.of(revision));
        sweep.returns(revision, authors.of(revision));
      }
      for (Operation operation : history) {
        if (operation.kind() == Kind.READ || operation.kind() == Kind.REFUSED) {
          int seen = Math.toIntExact(operation.revision());
          boolean read = operation.kind() == Kind.READ;
          sweep.calls(read ? sweep.lastRead : sweep.lastCall, seen + 1, operation);
          sweep.returns(seen, operation);
        }
      }
      return sweep;
    }

    private void calls(Operation[] calls, int revision, Operation operation) {
      if (calls[revision] == null || calls[revision].invoked() < operation.invoked()) {
        calls[revision] = operation;
      }
    }

    private void returns(int revision, Operation operation) {
      Operation first = firstReturn[revision];
      if (first == null || first.returned() > operation.returned()) {
        firstReturn[revision] = operation;
      }
    }

    Optional<Violation> violation(Duration leeway) {
      Operation late = null;
      long bound = Long.MIN_VALUE;
      for (int revision = 1; revision < firstReturn.length; revision++) {
        Operation call = lastCall[revision];
        if (call != null && call.invoked() > bound) {
          late = call;
          bound = call.invoked();
        }
        Operation read = lastRead[revision];
        if (read != null && read.invoked() - leeway.toNanos() > bound) {
          late = read;
          bound = read.invoked() - leeway.toNanos();
        }
        if (firstReturn[revision].returned() < bound) {
          return Optional.of(Violation.of("went back", firstReturn[revision], late));
        }
      }
      return Optional.empty();
    }

    Duration staleness() {
      long most = 0;
      long bound = Long.MIN_VALUE;
      for (int revision = 1; revision < firstReturn.length; revision++) {
        Operation read = lastRead[revision];
        bound = read == null ? bound : Math.max(bound, read.invoked());
        if (firstReturn[revision].returned() < bound) {
          most = Math.max(most, bound - firstReturn[revision].returned());
        }
      }
      return Duration.ofNanos(most);
    }
  }
}

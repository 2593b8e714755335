package io.berth.e2e.history;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** Short histories of one copy, some of them with one thing changed so that they may be wrong. */
final class RandomHistory {
  private static final int STEP = 10;

  private RandomHistory() {}

  static List<Operation> make(Random random, int operations) {
    List<Operation> history = new ArrayList<>();
    long revision = 0;
    String content = "";
    for (int i = 0; i < operations; i++) {
      long moment = (long) STEP * i + STEP;
      long invoked = moment - random.nextInt(2 * STEP);
      long returned = moment + random.nextInt(2 * STEP);
      String mine = "c" + i;
      String by = "p" + i;
      switch (random.nextInt(5)) {
        case 0, 1 -> {
          history.add(Operation.written(by, mine, revision, ++revision, invoked, returned));
          content = mine;
        }
        case 2 -> history.add(Operation.read(by, revision, content, invoked, returned));
        case 3 -> {
          long expected = Math.max(0, revision - 1 - random.nextInt(2));
          history.add(
              expected == revision
                  ? Operation.read(by, revision, content, invoked, returned)
                  : Operation.refused(by, mine, expected, revision, invoked, returned));
        }
        default -> {
          history.add(Operation.unknown(by, mine, revision, invoked));
          if (random.nextBoolean()) {
            revision++;
            content = mine;
          }
        }
      }
    }
    if (random.nextBoolean()) {
      int at = random.nextInt(history.size());
      history.set(at, changed(history.get(at), history, random));
    }
    Collections.shuffle(history, random);
    return history;
  }

  private static Operation changed(Operation from, List<Operation> history, Random random) {
    long by = random.nextInt(8 * STEP) - 4L * STEP;
    return switch (random.nextInt(3)) {
      case 0 ->
          new Operation(
              from.by(),
              from.kind(),
              from.content(),
              from.expected(),
              from.revision(),
              from.invoked() + by,
              from.returned() == Long.MAX_VALUE ? Long.MAX_VALUE : from.returned() + by);
      case 1 ->
          from.revision() < 0
              ? from
              : new Operation(
                  from.by(),
                  from.kind(),
                  from.content(),
                  from.expected(),
                  Math.max(0, from.revision() + random.nextInt(3) - 1),
                  from.invoked(),
                  from.returned());
      default ->
          from.kind() == Operation.Kind.READ
              ? Operation.read(
                  from.by(),
                  from.revision(),
                  history.get(random.nextInt(history.size())).content(),
                  from.invoked(),
                  from.returned())
              : from;
    };
  }
}

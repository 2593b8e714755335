package io.berth.server.watch;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Supplier;

/**
 * The answers as they stand, kept until their topic is nudged: a lookup that finds nothing changed
 * costs no JSON work. Safe to use from any thread.
 */
public final class States {
  private static final int KEPT = 20_000;

  private final Nudges nudges;
  private final ConcurrentMap<Key, Kept> kept = new ConcurrentHashMap<>();

  /** Keeps answers until these nudges say otherwise. */
  public States(Nudges nudges) {
    this.nudges = nudges;
  }

  /**
   * The state, read anew only when its topic was nudged since it was last read.
   *
   * @param variant tells apart the answers about one topic
   */
  public State get(Topic topic, Object variant, Supplier<State> read) {
    Key key = new Key(topic, variant);
    // Counted before it is read: a change meanwhile makes what is kept too old, never too new.
    long count = nudges.counter(topic).getAsLong();
    Kept before = kept.get(key);
    if (before != null && before.count == count) {
      return before.state;
    }
    State state = read.get();
    if (kept.size() >= KEPT) {
      kept.clear();
    }
    kept.put(key, new Kept(count, state));
    return state;
  }

  private record Key(Topic topic, Object variant) {}

  private record Kept(long count, State state) {}
}

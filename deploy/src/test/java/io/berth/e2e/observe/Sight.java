package io.berth.e2e.observe;

import java.util.Set;

/**
 * What a watcher was told once.
 *
 * @param watcher who watched
 * @param server who told
 * @param service what was watched
 * @param revision of a service; 0 for none, and in a lookup
 * @param contents of a service the one content of its settings; of a lookup the instances
 * @param at nanoseconds, on the clock of {@link System#nanoTime()}
 */
public record Sight(
    String watcher, String server, String service, long revision, Set<String> contents, long at) {
  /** Never changed. */
  public Sight {
    contents = Set.copyOf(contents);
  }
}

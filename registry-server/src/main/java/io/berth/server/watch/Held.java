package io.berth.server.watch;

import java.util.Set;

/**
 * What a watcher holds: the ETags that it would take a 304 for.
 *
 * @param etags in quotes, without {@code W/}; {@code *} for any
 */
public record Held(Set<String> etags) {
  /** Copies the set. */
  public Held {
    etags = Set.copyOf(etags);
  }

  /** Whether the watcher has this state already. */
  public boolean has(State state) {
    return etags.contains(state.etag()) || etags.contains("*");
  }

  /**
   * Whether the state is worth waking the watcher for: another one than it holds, and not an older
   * one, as a server that is a moment behind would have.
   */
  boolean wants(State state) {
    return !has(state) && (state.revision() == 0 || state.revision() > newest());
  }

  /** The greatest number among them, 0 for none. */
  long newest() {
    return etags.stream().mapToLong(Held::number).max().orElse(0);
  }

  /** The ETag with the greatest number. */
  String newestEtag() {
    return '"' + Long.toString(newest()) + '"';
  }

  private static long number(String etag) {
    return etag.matches("\"[0-9]{1,18}\"")
        ? Long.parseLong(etag.substring(1, etag.length() - 1))
        : 0;
  }
}

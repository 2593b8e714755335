package io.berth.server.cluster;

import io.berth.server.catalog.ServiceName;
import io.berth.server.journal.Entry;
import java.util.List;
import java.util.stream.LongStream;

/**
 * Which rollouts are held in memory: those of the newest ten revisions of a service. Only the
 * newest is ever driven, and the one before it looked at; the others are there to be listed.
 */
final class RecentRollouts {
  private static final int HELD = 10;

  private RecentRollouts() {}

  /** The keys of those that are held beside a service's newest revision. */
  static List<String> keys(Entry service) {
    ServiceName name = ServiceName.ofKey(service.key());
    return LongStream.rangeClosed(Math.max(1, service.version() - HELD + 1), service.version())
        .mapToObj(name::rollout)
        .toList();
  }

  /** The key of the one that a revision pushes out, if there was any. */
  static String pushedOut(Entry service) {
    return ServiceName.ofKey(service.key()).rollout(service.version() - HELD);
  }

  /** Whether a rollout is too old to be held beside a service's newest revision. */
  static boolean isPast(String key, long newest) {
    return Long.parseLong(key.substring(key.lastIndexOf('.') + 1)) <= newest - HELD;
  }
}

package io.berth.server.host;

import io.berth.api.Assignment;
import io.berth.api.Rollout;
import io.berth.server.journal.Entry;
import io.berth.server.journal.Heads;
import io.berth.server.journal.Kind;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ConcurrentSkipListSet;

/** What concerns a host, found without a walk through all that there is. Reads never block. */
final class HostIndex {
  private final Map<String, Map<String, Assignment>> assignments = new ConcurrentHashMap<>();
  private final Map<String, Set<String>> services = new ConcurrentHashMap<>();
  // Which host an assignment was on before it moved or went; guarded by this.
  private final Map<String, String> homes = new ConcurrentHashMap<>();

  HostIndex(Heads heads) {
    heads.onChange(this::changed);
    heads.list(Kind.ASSIGNMENT, "").forEach(entry -> latest(heads, entry));
    heads.list(Kind.ROLLOUT, "").forEach(this::changed);
  }

  /** The assignments of a host, in the order of their keys. */
  List<Assignment> assignments(String host) {
    return List.copyOf(assignments.getOrDefault(host, Map.of()).values());
  }

  /** The keys of the services that are, or once were, rolled out to a host, in their order. */
  Set<String> services(String host) {
    return services.getOrDefault(host, Set.of());
  }

  /** What was listed may have been changed since, and that been heard of already. */
  private void latest(Heads heads, Entry listed) {
    heads.get(listed.kind(), listed.key()).ifPresent(this::changed);
  }

  private void changed(Entry entry) {
    if (entry.kind() == Kind.ASSIGNMENT) {
      assigned(entry.key(), entry.deleted() ? null : entry.document(Assignment.class));
    } else if (entry.kind() == Kind.ROLLOUT && !entry.deleted()) {
      Rollout rollout = entry.document(Rollout.class);
      String service = rollout.namespace() + "/" + rollout.service();
      rollout
          .slots()
          .forEach(
              slot ->
                  services
                      .computeIfAbsent(slot.host(), host -> new ConcurrentSkipListSet<>())
                      .add(service));
    }
  }

  /** One that stays on its host is on it at every instant: its containers depend on that. */
  private synchronized void assigned(String key, Assignment assignment) {
    String before = homes.remove(key);
    if (assignment != null) {
      homes.put(key, assignment.host());
      assignments
          .computeIfAbsent(assignment.host(), host -> new ConcurrentSkipListMap<>())
          .put(key, assignment);
    }
    if (before != null && (assignment == null || !before.equals(assignment.host()))) {
      assignments.get(before).remove(key);
    }
  }
}

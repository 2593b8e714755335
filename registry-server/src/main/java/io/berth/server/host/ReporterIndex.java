package io.berth.server.host;

import io.berth.api.Status;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Which hosts report something of a service, found without a walk through all reports. */
final class ReporterIndex {
  private final Map<String, Set<String>> hosts = new ConcurrentHashMap<>();

  ReporterIndex(Reports reports) {
    reports.onChange(this::reported);
    reports.all().forEach(report -> reported(null, report));
  }

  /** The hosts that report a service, or once did, by its key. Does not block. */
  Set<String> hosts(String service) {
    return hosts.getOrDefault(service, Set.of());
  }

  private void reported(HostReport before, HostReport after) {
    List<Status> known = before == null ? List.of() : before.status().statuses();
    List<Status> statuses = after.status().statuses();
    for (int i = 0; i < statuses.size(); i++) {
      Status status = statuses.get(i);
      // A host reports the same containers in the same order nearly always.
      if (i >= known.size() || !isOfSameService(known.get(i), status)) {
        hosts
            .computeIfAbsent(
                status.namespace() + "/" + status.service(), key -> ConcurrentHashMap.newKeySet())
            .add(after.status().host());
      }
    }
  }

  private static boolean isOfSameService(Status one, Status other) {
    return one.service().equals(other.service()) && one.namespace().equals(other.namespace());
  }
}

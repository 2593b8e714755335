package io.berth.server.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.berth.api.Event;
import io.berth.api.Json;
import io.berth.api.Status;
import io.berth.server.host.HostReport;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What two reports of a host, one after the other, say of its instances' health. Pure. */
final class InstanceEvents {
  private InstanceEvents() {}

  /**
   * One event for each instance that came, went, or is in another state or health than before.
   *
   * @param before null for the first since this server started, which is no news
   */
  static List<Event> between(HostReport before, HostReport after) {
    if (before == null) {
      return List.of();
    }
    Map<String, Status> gone = byKey(before);
    List<Event> events = new ArrayList<>();
    byKey(after)
        .forEach(
            (key, now) -> {
              Status then = gone.remove(key);
              if (then == null || then.state() != now.state() || then.health() != now.health()) {
                String where = word(now.state()) + " and " + word(now.health());
                events.add(event(key, false, where + " on " + now.host(), after.seenAt()));
              }
            });
    gone.forEach(
        (key, then) -> events.add(event(key, true, "gone from " + then.host(), after.seenAt())));
    return events;
  }

  private static Map<String, Status> byKey(HostReport report) {
    Map<String, Status> statuses = new LinkedHashMap<>();
    report
        .status()
        .statuses()
        .forEach(
            status ->
                statuses.put(
                    status.namespace() + "/" + status.service() + "/" + status.instance(), status));
    return statuses;
  }

  private static Event event(String key, boolean deleted, String message, Instant at) {
    return new Event(null, "instance", key, 0, deleted, "", message, at);
  }

  private static String word(Object value) {
    return value == null ? "unknown" : Json.mapper().convertValue(value, JsonNode.class).asText();
  }
}

package io.berth.server.instance;

import com.fasterxml.jackson.databind.JsonNode;
import io.berth.api.Assignment;
import io.berth.api.Json;
import io.berth.api.Settings;
import io.berth.server.catalog.Catalog;
import io.berth.server.catalog.NotFound;
import io.berth.server.catalog.ServiceName;
import io.berth.server.journal.Heads;
import io.berth.server.journal.Kind;
import java.util.Optional;

/**
 * The settings that a running program should follow: those of the revision that it was assigned,
 * not of the newest.
 */
public final class SettingsReader {
  private final Catalog catalog;
  private final Heads heads;
  private final Lookup lookup;

  /** Wires it. */
  public SettingsReader(Catalog catalog, Heads heads, Lookup lookup) {
    this.catalog = catalog;
    this.heads = heads;
    this.lookup = lookup;
  }

  /**
   * The settings for an instance, for a host, or the newest.
   *
   * @param host whose assignment counts; null for none
   * @param instance whose assignment counts, before the host's; null for none
   */
  public Settings read(ServiceName name, String host, String instance) {
    Optional<Assignment> assignment = Optional.empty();
    if (instance != null) {
      assignment = ofInstance(name, instance);
    } else if (host != null) {
      assignment = assignments(name).filter(each -> each.host().equals(host)).findFirst();
      if (assignment.isEmpty()) {
        throw new NotFound(name.service() + " has no instance on " + host);
      }
    }
    return assignment
        .map(
            each ->
                new Settings(
                    name.namespace(), name.service(), each.revision(), each.spec().settings()))
        .orElseGet(() -> newest(name));
  }

  /** Empty for an instance that registered itself: it follows the newest. */
  private Optional<Assignment> ofInstance(ServiceName name, String instance) {
    if (heads.get(Kind.INSTANCE, name.prefix() + instance).isPresent()) {
      return Optional.empty();
    }
    int replica =
        lookup
            .status(name, instance)
            .orElseThrow(() -> new NotFound(name.service() + " has no instance " + instance))
            .replica();
    return assignments(name).filter(each -> each.replica() == replica).findFirst();
  }

  private java.util.stream.Stream<Assignment> assignments(ServiceName name) {
    return heads.list(Kind.ASSIGNMENT, name.prefix()).stream()
        .map(entry -> entry.document(Assignment.class));
  }

  private Settings newest(ServiceName name) {
    var head = catalog.head(name);
    JsonNode settings = head.spec().path("settings");
    return new Settings(
        name.namespace(),
        name.service(),
        head.revision(),
        settings.isObject() ? settings : Json.mapper().createObjectNode());
  }
}

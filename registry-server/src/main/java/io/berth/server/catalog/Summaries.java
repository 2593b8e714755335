package io.berth.server.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import io.berth.api.Page;
import io.berth.api.Rollout;
import io.berth.api.ServiceSummary;
import io.berth.server.journal.Entry;
import io.berth.server.journal.Heads;
import io.berth.server.journal.Kind;
import java.util.List;
import java.util.Optional;
import java.util.function.ToIntFunction;

/** The list of services, from memory. */
public final class Summaries {
  private final Heads heads;
  private final ToIntFunction<ServiceName> passing;

  /**
   * Wires it.
   *
   * @param passing how many instances of a service are healthy
   */
  public Summaries(Heads heads, ToIntFunction<ServiceName> passing) {
    this.heads = heads;
    this.passing = passing;
  }

  /**
   * The services of a namespace whose names start so, by name.
   *
   * @param cursor as answered before; null to start
   */
  public Page<ServiceSummary> list(String namespace, String prefix, String cursor, int limit) {
    if (!ServiceName.isName(namespace)) {
      throw new InvalidRequest("namespace", ServiceName.rule());
    }
    List<Entry> entries =
        heads.list(Kind.SERVICE, namespace + "/" + prefix).stream()
            .filter(
                entry ->
                    cursor == null
                        || ServiceName.ofKey(entry.key()).service().compareTo(cursor) > 0)
            .limit(limit + 1L)
            .toList();
    return Cursors.page(
        entries, limit, entry -> ServiceName.ofKey(entry.key()).service(), this::summary);
  }

  private ServiceSummary summary(Entry entry) {
    ServiceName name = ServiceName.ofKey(entry.key());
    Optional<Rollout> rollout =
        heads
            .get(Kind.ROLLOUT, name.rollout(entry.version()))
            .filter(head -> !head.deleted())
            .map(head -> head.document(Rollout.class));
    long stable =
        rollout
            .flatMap(each -> each.stable().stream().findFirst())
            .map(Rollout.Stable::revision)
            .orElse(0L);
    return new ServiceSummary(
        name.namespace(),
        name.service(),
        entry.version(),
        stable,
        entry.document(JsonNode.class).path("image").asText(""),
        rollout.map(Rollout::state).orElse(null),
        heads.list(Kind.ASSIGNMENT, name.prefix()).size(),
        passing.applyAsInt(name),
        entry.at());
  }
}

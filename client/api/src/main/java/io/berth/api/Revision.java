package io.berth.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;

/**
 * One immutable, numbered spec of a service.
 *
 * @param namespace groups services
 * @param service its name
 * @param revision 1, 2, 3 …
 * @param seq its place in the journal
 * @param spec the document as it was put; null where the service was deleted
 * @param author who put it
 * @param message why, in the author's words
 * @param createdAt when it was committed
 * @param rollout the id of the rollout that carries it out; null for a deletion
 * @param warnings what in the spec has no effect yet, one sentence each
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
public record Revision(
    String namespace,
    String service,
    long revision,
    long seq,
    JsonNode spec,
    String author,
    String message,
    Instant createdAt,
    String rollout,
    List<String> warnings) {
  /** Never null. */
  public Revision {
    warnings = warnings == null ? List.of() : List.copyOf(warnings);
  }
}

package io.berth.server.cluster;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.berth.api.Json;
import io.berth.server.journal.Entry;
import io.berth.server.journal.Kind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;

/** An entry as a value of the shared map; kind, key, version and seq stand beside it. */
final class EntryJson {
  private record Written(String author, String message, Instant at, Object document) {}

  private record Read(String author, String message, Instant at, JsonNode document) {}

  private EntryJson() {}

  static Envelope envelope(Entry entry) {
    try {
      byte[] json =
          Json.mapper()
              .writeValueAsBytes(
                  new Written(entry.author(), entry.message(), entry.at(), entry.document()));
      return new Envelope(entry.version(), entry.seq(), json);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Entry entry(Kind kind, String key, Envelope envelope) {
    try {
      Read read = Json.mapper().readValue(envelope.json(), Read.class);
      Object document =
          read.document() == null || read.document().isNull()
              ? null
              : Json.mapper().treeToValue(read.document(), kind.type());
      return new Entry(
          envelope.seq(),
          kind,
          key,
          envelope.version(),
          read.author(),
          read.message(),
          read.at(),
          document);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

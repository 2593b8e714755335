package io.berth.cli.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.berth.api.Json;
import io.berth.api.Page;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/**
 * What the registry answered.
 *
 * @param server whose answer it is
 * @param status the HTTP status, below 400
 * @param etag names the state that the answer holds; empty for none
 * @param json the body; a missing one is null here as in JSON
 */
public record Answer(URI server, int status, String etag, JsonNode json) {
  /** Numbers stay as the registry wrote them: 1.10 is not to become 1.1 on its way through. */
  private static final ObjectReader EXACT =
      Json.mapper()
          .reader()
          .with(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .without(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES);

  /** Reads a body. */
  static JsonNode parse(String body) throws JsonProcessingException {
    return body.isBlank() ? JsonNodeFactory.instance.nullNode() : EXACT.readTree(body);
  }

  /** Whether the state is still the one that the asker holds. */
  public boolean unchanged() {
    return status == 304;
  }

  /** The body as a wire record. */
  public <T> T as(Class<T> type) {
    return read(json, type);
  }

  /** The body as a part of a list. */
  public <T> Page<T> page(Class<T> type) {
    List<T> items = new ArrayList<>();
    json.path("items").forEach(item -> items.add(read(item, type)));
    return new Page<>(items, json.path("next").textValue());
  }

  private static <T> T read(JsonNode json, Class<T> type) {
    try {
      return Json.mapper().treeToValue(json, type);
    } catch (JsonProcessingException e) {
      throw new Unreachable("the answer is not of the registry's API: " + e.getMessage(), e);
    }
  }
}

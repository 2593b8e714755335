package io.berth.server.http;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.type.LogicalType;
import io.berth.api.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * Reads bodies, and takes nothing for something else: UTF-8 only, one value, no key twice, no
 * number for a text, no fraction for a whole number.
 */
final class Bodies {
  /** How deep objects and lists may be nested. */
  static final int DEEPEST = 100;

  private static final JsonMapper STRICT =
      ((JsonMapper) Json.mapper())
          .rebuild()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
          .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
          .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
          .withCoercionConfig(
              LogicalType.Textual,
              config ->
                  config
                      .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail)
                      .setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                      .setCoercion(CoercionInputShape.Float, CoercionAction.Fail))
          .build();

  static {
    STRICT
        .getFactory()
        .setStreamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(DEEPEST).build());
  }

  private static final ObjectReader REPORT = STRICT.reader();

  // What stands in a text for bytes that are no UTF-8; or for itself.
  private static final char MALFORMED = '\uFFFD';

  private Bodies() {}

  /**
   * Any JSON document.
   *
   * @throws NotJson when it is none
   */
  static JsonNode tree(byte[] body) {
    JsonNode tree = parse(body);
    Soundness.check(tree);
    return tree;
  }

  private static JsonNode parse(byte[] body) {
    String text;
    try {
      text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
    } catch (CharacterCodingException e) {
      throw new NotJson("the body is not UTF-8");
    }
    if (text.isBlank()) {
      throw new NotJson("the body is empty, but a JSON document is needed");
    }
    try {
      return STRICT.readTree(text);
    } catch (JsonProcessingException e) {
      throw JsonFaults.notJson(e);
    }
  }

  /**
   * A document written by people: a key that is not known is refused.
   *
   * @throws io.berth.server.catalog.InvalidSpec when it is JSON, but not of this type
   */
  static <T> T read(byte[] body, Class<T> type) {
    ObjectReader reader = STRICT.reader().with(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
    return read(tree(body), reader, type);
  }

  /** A document written by an agent, which may be newer than this server. */
  static <T> T report(byte[] body, Class<T> type) {
    T report = soundReport(body, type);
    if (report != null) {
      return report;
    }
    JsonNode tree = parse(body);
    Soundness.checkReport(tree);
    return read(tree, STRICT.reader(), type);
  }

  /**
   * Reads a report without a tree in between, which takes half as long, and reports are most of
   * what comes in; null where it cannot be taken so, and the long way says why.
   */
  private static <T> T soundReport(byte[] body, Class<T> type) {
    String text = new String(body, StandardCharsets.UTF_8);
    if (text.indexOf(MALFORMED) >= 0) {
      return null;
    }
    try (JsonParser parser = new SoundParser(STRICT.createParser(text))) {
      return REPORT.forType(type).readValue(parser);
    } catch (IOException e) {
      return null;
    }
  }

  private static <T> T read(JsonNode tree, ObjectReader reader, Class<T> type) {
    try {
      T value = tree.isNull() ? null : reader.readValue(tree, type);
      if (value == null) {
        throw JsonFaults.notAnObject();
      }
      return value;
    } catch (JsonProcessingException e) {
      throw JsonFaults.invalid(e, tree, STRICT);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

package io.berth.server.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.berth.api.Durations;
import io.berth.api.Fault;
import io.berth.api.Sizes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * Reads a JSON object key by key and collects what is wrong with it, each with its path, instead of
 * stopping at the first.
 *
 * <p>Every getter answers its default where the key is absent or wrong. {@link #close} reports the
 * keys that nobody asked for.
 */
final class Fields {
  private static final int MAX_ITEMS = 1_000;
  private static final int MAX_TEXT = 32_768;

  private final JsonNode node;
  private final String path;
  private final List<Fault> faults;
  private final Set<String> asked = new HashSet<>();

  private Fields(JsonNode node, String path, List<Fault> faults) {
    this.node = node;
    this.path = path;
    this.faults = faults;
  }

  /** Begins at a value that must be an object. */
  static Fields of(JsonNode node, String path, List<Fault> faults) {
    Fields fields = new Fields(node.isObject() ? node : MissingNode.getInstance(), path, faults);
    if (!node.isObject()) {
      faults.add(new Fault(path, "must be an object, not " + kind(node)));
    }
    return fields;
  }

  /** The path of a key of this object. */
  String path(String key) {
    return path.isEmpty() ? key : path + "." + key;
  }

  /** Says what is wrong with a key. */
  void fault(String key, String message) {
    faults.add(new Fault(path(key), message));
  }

  boolean has(String key) {
    return !at(key).isMissingNode();
  }

  String text(String key, String fallback) {
    return read(key, fallback, this::asText);
  }

  boolean flag(String key, boolean fallback) {
    return read(
        key,
        fallback,
        (at, value) ->
            value.isBoolean()
                ? value.booleanValue()
                : wrong(at, "must be true or false, not " + kind(value)));
  }

  int integer(String key, int fallback, int min, int max) {
    return read(key, fallback, (at, value) -> asInteger(at, value, min, max));
  }

  double decimal(String key, double fallback, double min, double max) {
    return read(
        key,
        fallback,
        (at, value) ->
            value.isNumber() && value.doubleValue() >= min && value.doubleValue() <= max
                ? value.doubleValue()
                : wrong(
                    at, "must be a number from " + min + " to " + max + ", not " + shown(value)));
  }

  Duration duration(String key, Duration fallback, Duration min) {
    return read(
        key,
        fallback,
        (at, value) -> {
          Duration duration = parsed(at, value, Durations::parse);
          return duration != null && duration.compareTo(min) < 0
              ? wrong(at, "must be at least " + Durations.format(min) + ", not " + shown(value))
              : duration;
        });
  }

  long size(String key, long fallback) {
    return read(
        key,
        fallback,
        (at, value) ->
            value.isIntegralNumber() && value.canConvertToLong() && value.longValue() >= 0
                ? value.longValue()
                : parsed(at, value, Sizes::parse));
  }

  /** One of an enum's constants, by their names on the wire. */
  <E extends Enum<E>> E choice(String key, E fallback, Map<String, E> choices) {
    return read(
        key,
        fallback,
        (at, value) -> {
          E chosen = choices.get(value.isTextual() ? value.textValue() : "");
          return chosen != null
              ? chosen
              : wrong(
                  at,
                  "must be one of "
                      + String.join(", ", choices.keySet())
                      + ", not "
                      + shown(value));
        });
  }

  List<String> texts(String key) {
    return items(key, this::asText);
  }

  /** The items of an array that could be read; absent is empty. */
  <T> List<T> items(String key, BiFunction<String, JsonNode, T> item) {
    return read(
        key,
        List.of(),
        (at, value) -> {
          if (!value.isArray()) {
            return wrong(at, "must be a list, not " + kind(value));
          }
          if (value.size() > MAX_ITEMS) {
            return wrong(at, "must have at most " + MAX_ITEMS + " items, not " + value.size());
          }
          List<T> items = new ArrayList<>();
          for (int i = 0; i < value.size(); i++) {
            T read = item.apply(at + "[" + i + "]", value.get(i));
            if (read != null) {
              items.add(read);
            }
          }
          return List.copyOf(items);
        });
  }

  /**
   * An object whose values are texts; numbers and booleans are taken as written. Sorted, so that
   * equal maps look equal.
   */
  Map<String, String> textMap(String key) {
    return read(
        key,
        Map.of(),
        (at, value) -> {
          if (!value.isObject()) {
            return wrong(at, "must be an object, not " + kind(value));
          }
          if (value.size() > MAX_ITEMS) {
            return wrong(at, "must have at most " + MAX_ITEMS + " keys, not " + value.size());
          }
          Map<String, String> map = new TreeMap<>();
          value
              .properties()
              .forEach(
                  entry -> {
                    String text = scalar(at + "." + entry.getKey(), entry.getValue());
                    if (!isClean(entry.getKey()) || entry.getKey().isEmpty()) {
                      wrong(at, "must have keys without control characters that are not empty");
                    } else if (text != null) {
                      map.put(entry.getKey(), text);
                    }
                  });
          return map;
        });
  }

  /** An object, as it is. */
  ObjectNode object(String key) {
    return read(
        key,
        com.fasterxml.jackson.databind.node.JsonNodeFactory.instance.objectNode(),
        (at, value) ->
            value.isObject()
                ? (ObjectNode) value
                : wrong(at, "must be an object, not " + kind(value)));
  }

  /** A nested object; absent reads as one without keys. */
  Fields nested(String key) {
    JsonNode value = at(key);
    return value.isMissingNode()
        ? new Fields(value, path(key), faults)
        : of(value, path(key), faults);
  }

  /** A value with a reader of its own, which answers null for a wrong one. */
  <T> T item(String key, T fallback, Function<JsonNode, T> reader, String rule) {
    return read(
        key,
        fallback,
        (at, value) -> {
          T read = reader.apply(value);
          return read != null ? read : wrong(at, rule + ", not " + shown(value));
        });
  }

  /** An object inside this one's list, sharing its faults. */
  Fields within(JsonNode value, String at) {
    return of(value, at, faults);
  }

  /** The {@code x-…} keys, as they are. */
  Map<String, JsonNode> extensions() {
    Map<String, JsonNode> extensions = new LinkedHashMap<>();
    node.properties()
        .forEach(
            entry -> {
              if (entry.getKey().startsWith("x-")) {
                asked.add(entry.getKey());
                extensions.put(entry.getKey(), entry.getValue());
              }
            });
    return extensions;
  }

  /** Reports every key that was not asked for. */
  void close() {
    node.fieldNames()
        .forEachRemaining(
            key -> {
              if (!asked.contains(key)) {
                fault(
                    key,
                    "is not a key here; there are "
                        + String.join(", ", asked.stream().sorted().toList()));
              }
            });
  }

  private JsonNode at(String key) {
    asked.add(key);
    return node.path(key);
  }

  private <T> T read(String key, T fallback, BiFunction<String, JsonNode, T> reader) {
    JsonNode value = at(key);
    T read = value.isMissingNode() ? null : reader.apply(path(key), value);
    return read == null ? fallback : read;
  }

  private String asText(String at, JsonNode value) {
    if (!value.isTextual()) {
      return wrong(at, "must be a text, not " + kind(value));
    }
    return checked(at, value.textValue());
  }

  private String scalar(String at, JsonNode value) {
    return value.isValueNode() && !value.isNull()
        ? checked(at, value.asText())
        : wrong(at, "must be a text, not " + kind(value));
  }

  private String checked(String at, String text) {
    if (text.length() > MAX_TEXT) {
      return wrong(at, "must have at most " + MAX_TEXT + " characters, not " + text.length());
    }
    return text.indexOf('\0') < 0 ? text : wrong(at, "must not hold the character NUL");
  }

  Integer asInteger(String at, JsonNode value, int min, int max) {
    boolean fits =
        value.isIntegralNumber()
            && value.canConvertToInt()
            && value.intValue() >= min
            && value.intValue() <= max;
    return fits
        ? Integer.valueOf(value.intValue())
        : wrong(at, "must be an integer from " + min + " to " + max + ", not " + shown(value));
  }

  private <T> T parsed(String at, JsonNode value, Function<String, T> parser) {
    if (!value.isTextual()) {
      return wrong(at, "must be a text such as \"10s\" or \"512M\", not " + shown(value));
    }
    try {
      return parser.apply(value.textValue());
    } catch (IllegalArgumentException e) {
      return wrong(at, e.getMessage() + ", not " + shown(value));
    }
  }

  /** Says what is wrong at a path; answers null, which stands for "nothing to be read". */
  @SuppressWarnings("TypeParameterUnusedInFormals") // The answer is always null.
  <T> T wrong(String at, String message) {
    faults.add(new Fault(at, message));
    return null;
  }

  private static boolean isClean(String text) {
    return text.chars().noneMatch(Character::isISOControl);
  }

  /** A value as a short text for a message. */
  static String shown(JsonNode value) {
    String text = value.isContainerNode() ? kind(value) : value.toString();
    return text.length() > 80 ? text.substring(0, 80) + "…" : text;
  }

  private static String kind(JsonNode value) {
    return switch (value.getNodeType()) {
      case OBJECT -> "an object";
      case ARRAY -> "a list";
      case STRING -> "a text";
      case NUMBER -> "a number";
      case BOOLEAN -> "true or false";
      case NULL -> "null";
      default -> "nothing";
    };
  }
}

package io.berth.cli.document;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;

/**
 * One change of a setting, as it is typed.
 *
 * @param key which
 * @param value null where the key is removed
 */
public record SettingChange(String key, JsonNode value) {
  private static final ObjectMapper STRICT =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

  /**
   * Reads {@code KEY=VALUE} or {@code KEY-}. A value that is JSON is taken as such, any other is
   * text.
   *
   * @throws Mistake when it is neither
   */
  public static SettingChange parse(String text) {
    int equals = text.indexOf('=');
    if (equals > 0) {
      return new SettingChange(text.substring(0, equals), value(text.substring(equals + 1)));
    }
    if (equals < 0 && text.length() > 1 && text.endsWith("-")) {
      return new SettingChange(text.substring(0, text.length() - 1), null);
    }
    throw new Mistake("\"" + text + "\": must be KEY=VALUE, or KEY- to remove it");
  }

  /** Makes it so. */
  public void on(ObjectNode settings) {
    if (value == null) {
      settings.remove(key);
    } else {
      settings.set(key, value);
    }
  }

  private static JsonNode value(String text) {
    try {
      JsonNode json = STRICT.readTree(text);
      return json.isMissingNode() ? TextNode.valueOf(text) : json;
    } catch (JsonProcessingException e) {
      return TextNode.valueOf(text);
    }
  }
}

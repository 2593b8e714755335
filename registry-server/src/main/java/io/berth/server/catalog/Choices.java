package io.berth.server.catalog;

import io.berth.api.Json;
import java.util.LinkedHashMap;
import java.util.Map;

/** The constants of an enum by their names on the wire, in their order. */
final class Choices {
  private Choices() {}

  static <E extends Enum<E>> Map<String, E> of(Class<E> type) {
    Map<String, E> choices = new LinkedHashMap<>();
    for (E constant : type.getEnumConstants()) {
      choices.put(Json.mapper().convertValue(constant, String.class), constant);
    }
    return choices;
  }
}

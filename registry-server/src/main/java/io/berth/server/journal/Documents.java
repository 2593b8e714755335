package io.berth.server.journal;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.berth.api.Json;

/** Documents as every engine and every server writes them down: JSON. */
public final class Documents {
  private Documents() {}

  /**
   * The document as JSON; null for a deleted one.
   *
   * @throws IllegalArgumentException when it is not of the kind's type or cannot be written
   */
  public static String write(Kind kind, Object document) {
    if (document == null) {
      return null;
    }
    if (!kind.type().isInstance(document)) {
      throw new IllegalArgumentException(document.getClass() + " is not a document of " + kind);
    }
    try {
      return Json.mapper().writeValueAsString(document);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("a document of " + kind + " cannot be written", e);
    }
  }

  /**
   * The document that was written so.
   *
   * @throws IllegalArgumentException when it is none of the kind's type
   */
  public static Object read(Kind kind, String json) {
    if (json == null) {
      return null;
    }
    try {
      return Json.mapper().readValue(json, kind.type());
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("a document of " + kind + " cannot be read", e);
    }
  }
}

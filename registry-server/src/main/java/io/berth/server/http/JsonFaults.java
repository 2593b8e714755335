package io.berth.server.http;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import io.berth.api.Fault;
import io.berth.server.catalog.InvalidSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/** Says in plain words what Jackson found wrong, and where. */
final class JsonFaults {
  private JsonFaults() {}

  /** What is wrong with a text that is not JSON. */
  static NotJson notJson(JsonProcessingException e) {
    if (e instanceof StreamConstraintsException) {
      return e.getMessage().contains("nesting depth")
          ? new NotJson("the body is nested deeper than " + Bodies.DEEPEST)
          : new NotJson(e.getOriginalMessage());
    }
    JsonLocation location = e.getLocation();
    String where =
        location == null
            ? ""
            : "line " + location.getLineNr() + ", column " + location.getColumnNr() + ": ";
    String what = e.getOriginalMessage().lines().findFirst().orElse("it does not parse");
    if (what.startsWith("Duplicate field")) {
      what = "the key " + what.substring("Duplicate field ".length()) + " stands twice" + in(e);
    }
    return new NotJson("the body is not JSON: " + where + what);
  }

  private static String in(JsonProcessingException e) {
    if (e.getProcessor() instanceof JsonParser parser
        && parser.getParsingContext().getParent() != null) {
      String pointer = parser.getParsingContext().getParent().pathAsPointer().toString();
      return pointer.isEmpty() ? "" : " in " + pointer;
    }
    return "";
  }

  /** A body that is no object where one is needed. */
  static InvalidSpec notAnObject() {
    return new InvalidSpec(List.of(new Fault("", "must be an object")));
  }

  /** What is wrong with JSON that is not of the type it should be. */
  static InvalidSpec invalid(JsonProcessingException e, JsonNode tree, ObjectMapper mapper) {
    if (!(e instanceof JsonMappingException mapping)) {
      return new InvalidSpec(List.of(new Fault("", message(e, tree, mapper))));
    }
    JsonNode at = tree;
    for (JsonMappingException.Reference reference : mapping.getPath()) {
      at =
          reference.getFieldName() == null
              ? at.path(reference.getIndex())
              : at.path(reference.getFieldName());
    }
    return new InvalidSpec(List.of(new Fault(path(mapping), message(e, at, mapper))));
  }

  private static String path(JsonMappingException e) {
    StringBuilder path = new StringBuilder();
    for (JsonMappingException.Reference reference : e.getPath()) {
      if (reference.getFieldName() == null) {
        path.append('[').append(reference.getIndex()).append(']');
      } else {
        path.append(path.isEmpty() ? "" : ".").append(reference.getFieldName());
      }
    }
    return path.toString();
  }

  private static String message(JsonProcessingException e, JsonNode at, ObjectMapper mapper) {
    if (e instanceof UnrecognizedPropertyException unknown) {
      return "is not a key that is known here; known are "
          + unknown.getKnownPropertyIds().stream()
              .map(Object::toString)
              .sorted()
              .collect(Collectors.joining(", "));
    }
    if (e.getCause() instanceof NullPointerException) {
      return "must hold no null";
    }
    if (e instanceof MismatchedInputException mismatch && mismatch.getTargetType() != null) {
      return "must be " + wanted(mismatch.getTargetType(), mapper) + butIs(at);
    }
    return at.isNumber()
        ? "must be a number nearer to 0, not " + at
        : "is of another type than is wanted here";
  }

  private static String wanted(Class<?> type, ObjectMapper mapper) {
    if (type == int.class || type == Integer.class || type == long.class || type == Long.class) {
      return "a whole number";
    }
    if (type == boolean.class || type == Boolean.class) {
      return "true or false";
    }
    if (type == String.class) {
      return "a text";
    }
    if (type == Duration.class) {
      return "a duration such as \"500ms\", \"10s\" or \"1m30s\"";
    }
    if (type == Instant.class) {
      return "a time such as \"2026-01-31T12:00:00Z\"";
    }
    if (type.isEnum()) {
      return "one of "
          + Arrays.stream(type.getEnumConstants())
              .map(each -> mapper.convertValue(each, String.class))
              .collect(Collectors.joining(", "));
    }
    return Collection.class.isAssignableFrom(type) ? "a list" : "an object";
  }

  private static String butIs(JsonNode at) {
    if (at.isTextual()) {
      return ", not " + Quote.of(at.textValue());
    }
    return at.isMissingNode() || at.isContainerNode() ? "" : ", not " + at;
  }
}

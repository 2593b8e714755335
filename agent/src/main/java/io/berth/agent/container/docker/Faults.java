package io.berth.agent.container.docker;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.NotFoundException;
import io.berth.agent.container.EngineException;
import io.berth.agent.container.EngineException.Kind;
import io.berth.api.Json;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What an engine's errors mean, and how they read. */
final class Faults {
  private static final Pattern PORT_TAKEN =
      Pattern.compile(
          "(?:Bind for|listen (?:tcp|udp)\\d?|bind host port(?: for)?) \\S*?:(\\d+)(?![\\d.]).*"
              + "(?:already allocated|already in use)",
          Pattern.DOTALL);

  private Faults() {}

  static EngineException of(RuntimeException e) {
    if (e instanceof EngineException engine) {
      return engine;
    }
    if (e instanceof DockerException answer) {
      Kind kind = e instanceof NotFoundException ? Kind.NOT_FOUND : Kind.REFUSED;
      return new EngineException(kind, readable(message(answer)));
    }
    Throwable root = e;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    String why = root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage();
    return new EngineException(Kind.AWAY, "the engine cannot be reached: " + why);
  }

  /** The engine's own words, out of their JSON. */
  static String message(DockerException e) {
    String text = e.getMessage() == null ? "" : e.getMessage();
    int json = text.indexOf('{');
    if (json >= 0) {
      try {
        JsonNode message = Json.mapper().readTree(text.substring(json)).path("message");
        return message.isTextual() ? message.asText().strip() : text;
      } catch (JsonProcessingException notJson) {
        return text.strip();
      }
    }
    return text.strip();
  }

  /** Names the port where one is taken; the engine's words say no more, at length. */
  static String readable(String message) {
    Matcher matcher = PORT_TAKEN.matcher(message);
    return matcher.find()
        ? "host port " + matcher.group(1) + " is held by another process"
        : message;
  }
}

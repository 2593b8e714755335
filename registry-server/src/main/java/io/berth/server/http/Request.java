package io.berth.server.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.berth.api.RolloutAction;
import io.berth.server.catalog.Caller;
import io.berth.server.catalog.InvalidRequest;
import io.berth.server.catalog.Precondition;
import io.berth.server.catalog.ServiceName;
import io.vertx.core.MultiMap;
import io.vertx.ext.web.RoutingContext;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The inputs of one request. Each method throws {@link InvalidRequest} that names the parameter and
 * says what would be right.
 */
final class Request {
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]{0,127}");
  private static final Pattern ROLLOUT =
      Pattern.compile("[-a-z0-9]{1,63}\\.[-a-z0-9]{1,63}\\.[1-9][0-9]{0,17}");
  private static final int LONGEST_QUERY = 1000;
  private static final int PAGE = 100;
  private static final int LARGEST_PAGE = 1000;

  private final RoutingContext context;
  private final byte[] body;

  Request(RoutingContext context, byte[] body) {
    this.context = context;
    this.body = body;
  }

  /** Refuses a query parameter that the operation does not know, or that is given twice. */
  void checkQuery(Set<String> known) {
    MultiMap query = context.queryParams();
    for (String name : query.names()) {
      if (!known.contains(name)) {
        throw new InvalidRequest(
            Quote.of(name),
            "is not a query parameter here"
                + (known.isEmpty() ? "" : "; known are " + String.join(", ", known)));
      }
      if (query.getAll(name).size() > 1) {
        throw new InvalidRequest(name, "is given more than once");
      }
    }
  }

  ServiceName service() {
    return ServiceName.of(context.pathParam("namespace"), context.pathParam("service"));
  }

  String namespace() {
    return name("namespace", context.pathParam("namespace"));
  }

  String host() {
    return name("host", context.pathParam("host"));
  }

  /** The id of an instance or a record. */
  String id(String name) {
    String id = context.pathParam(name);
    if (!ID.matcher(id).matches()) {
      throw new InvalidRequest(
          name,
          "must be 1 to 128 of A-Z, a-z, 0-9, '_', '.' and '-', starting with a letter or digit");
    }
    return id;
  }

  String rollout() {
    String id = context.pathParam("rollout");
    if (!ROLLOUT.matcher(id).matches()) {
      throw new InvalidRequest("rollout", "must be namespace.service.revision");
    }
    return id;
  }

  RolloutAction action() {
    String word = context.pathParam("action");
    return Stream.of(RolloutAction.values())
        .filter(action -> action.word().equals(word))
        .findFirst()
        .orElseThrow(
            () ->
                new InvalidRequest(
                    "action",
                    "must be one of pause, resume, promote, abort, not " + Quote.of(word)));
  }

  /** A query parameter that is the name of something. */
  Optional<String> named(String name) {
    return text(name).map(value -> name(name, value));
  }

  /** Any text in the query. */
  Optional<String> text(String name) {
    List<String> values = context.queryParam(name);
    if (values.isEmpty()) {
      return Optional.empty();
    }
    String value = values.get(0);
    if (value.length() > LONGEST_QUERY) {
      throw new InvalidRequest(name, "must have at most " + LONGEST_QUERY + " characters");
    }
    return Optional.of(value);
  }

  OptionalLong number(String name, long least) {
    return number(name, least, Long.MAX_VALUE);
  }

  /** A time in the query. */
  Optional<Instant> time(String name) {
    try {
      return text(name).map(text -> OffsetDateTime.parse(text).toInstant());
    } catch (DateTimeException e) {
      throw new InvalidRequest(
          name,
          "must be a time such as 2026-01-02T03:04:05Z, not " + Quote.of(text(name).orElse("")));
    }
  }

  int limit() {
    return (int) number("limit", 1, LARGEST_PAGE).orElse(PAGE);
  }

  /** Where the page begins; null for the first. */
  String cursor() {
    return text("cursor").orElse(null);
  }

  boolean flag(String name) {
    String value = text(name).orElse("false");
    if (!value.equals("true") && !value.equals("false")) {
      throw new InvalidRequest(name, "must be true or false, not " + Quote.of(value));
    }
    return value.equals("true");
  }

  /** The last event that a follower saw; empty where it has seen none. */
  OptionalLong lastEventId() {
    String header = context.request().getHeader("Last-Event-ID");
    return header == null
        ? OptionalLong.empty()
        : number("Last-Event-ID", header.trim(), 0, Long.MAX_VALUE);
  }

  /** What is to hold of the service that is changed. */
  Precondition precondition() {
    return Conditions.precondition(context.request().headers());
  }

  /** Who asks; the reason stands in the query. */
  Caller caller() {
    return caller(text("message").orElse(""));
  }

  /** Who asks, for this reason. */
  Caller caller(String message) {
    return Callers.of(context.request(), body, message);
  }

  /** The body as it stands; parsing it is work, so not on an event loop. */
  JsonNode tree() {
    return Bodies.tree(body);
  }

  /** The body, written by people. */
  <T> T body(Class<T> type) {
    return Bodies.read(body, type);
  }

  /** The body, unless it was left out. */
  <T> Optional<T> bodyIfAny(Class<T> type) {
    return body.length == 0 ? Optional.empty() : Optional.of(body(type));
  }

  /** The body, written by an agent. */
  <T> T report(Class<T> type) {
    return Bodies.report(body, type);
  }

  OptionalLong number(String name, long least, long most) {
    Optional<String> text = text(name);
    return text.isEmpty() ? OptionalLong.empty() : number(name, text.get(), least, most);
  }

  private static OptionalLong number(String name, String text, long least, long most) {
    try {
      long number = Long.parseLong(text);
      if (number >= least && number <= most) {
        return OptionalLong.of(number);
      }
    } catch (NumberFormatException e) {
      // Falls through to the one message.
    }
    String range = most == Long.MAX_VALUE ? least + " or more" : "from " + least + " to " + most;
    throw new InvalidRequest(name, "must be a whole number, " + range + ", not " + Quote.of(text));
  }

  private static String name(String parameter, String value) {
    if (!ServiceName.isName(value)) {
      throw new InvalidRequest(parameter, ServiceName.rule());
    }
    return value;
  }
}

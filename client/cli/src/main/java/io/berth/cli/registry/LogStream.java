package io.berth.cli.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.berth.api.Json;
import io.berth.api.LogLine;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Lines of containers, continued where they broke off when a server goes away. */
public final class LogStream {
  private static final Duration BETWEEN = Duration.ofSeconds(1);
  private static final int LONGEST_TAIL = 10_000;

  private final Registry registry;
  private final Call call;
  private final int tail;
  private final Map<String, Instant> last = new HashMap<>(); // By instance.
  private Map<String, Instant> known = Map.of();

  /** A line, and the JSON that it came as. */
  public record Entry(LogLine line, String json) {}

  /** Who reads. */
  public interface Reader {
    /** Takes a line; false when no more are wanted. */
    boolean take(Entry entry);
  }

  /**
   * Reads what a call answers.
   *
   * @param call without {@code tail} and {@code since}
   * @param tail how many of the last lines of each container, to begin with
   */
  public LogStream(Registry registry, Call call, int tail) {
    this.registry = registry;
    this.call = call.header("Accept", "application/x-ndjson, application/problem+json");
    this.tail = tail;
  }

  /**
   * Hands over each line, until the answer ends.
   *
   * @throws Unreachable when the server goes away before
   */
  public void read(Reader reader) {
    try (Stream<String> lines = open()) {
      take(lines, reader);
    } catch (UncheckedIOException e) {
      throw new Unreachable("the server went away; there may be more lines", e);
    }
  }

  /**
   * Hands over each line, and goes on with another server when one goes away, without a line twice.
   *
   * @param trouble told once that no server answers for now
   */
  public void follow(Reader reader, Consumer<String> trouble) {
    Stream<String> first = open();
    boolean more = true;
    boolean told = false;
    while (more) {
      try (Stream<String> lines = first == null ? open() : first) {
        told = false;
        more = take(lines, reader);
      } catch (UncheckedIOException e) {
        // It went away; another one goes on from there.
      } catch (Unreachable | Refused e) {
        if (e instanceof Refused no && !no.temporary()) {
          throw no;
        }
        if (!told) {
          trouble.accept(e.getMessage());
        }
        told = true;
      }
      first = null;
      if (more) {
        Pause.of(BETWEEN);
      }
    }
  }

  /** Asks for what is not known yet. */
  private Stream<String> open() {
    known = Map.copyOf(last);
    Call asked =
        known.isEmpty()
            ? call.query("tail", tail)
            : call.query("tail", LONGEST_TAIL).query("since", Collections.min(known.values()));
    return registry.lines(asked);
  }

  private boolean take(Stream<String> lines, Reader reader) {
    for (Iterator<String> all = lines.iterator(); all.hasNext(); ) {
      String json = all.next();
      if (!json.isEmpty() && !take(new Entry(parse(json), json), reader)) {
        return false;
      }
    }
    return true;
  }

  private boolean take(Entry entry, Reader reader) {
    LogLine line = entry.line();
    if (!line.stream().equals(LogLine.BERTH)) {
      Instant before = known.get(line.instance());
      if (before != null && !line.time().isAfter(before)) {
        return true;
      }
      last.merge(line.instance(), line.time(), (one, other) -> one.isAfter(other) ? one : other);
    }
    return reader.take(entry);
  }

  private static LogLine parse(String json) {
    try {
      return Json.mapper().readValue(json, LogLine.class);
    } catch (JsonProcessingException e) {
      throw new Unreachable("the server answers what is no line of a log: " + json, e);
    }
  }
}

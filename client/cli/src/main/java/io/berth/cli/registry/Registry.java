package io.berth.cli.registry;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * The registry, behind whichever of its servers answers. May be used by many threads.
 *
 * <p>A request goes to the server that answered last, then to the others in turn: also from one
 * that falls silent or stops to be ready while its answer is waited for, and from a web server of
 * another kind. When every one refuses the connection, that is said at once. When a connection
 * broke after the request may have been read, or a server cannot answer yet, it is sent again for
 * as long as the patience lasts: a write carries an Idempotency-Key, so that it is never applied
 * twice.
 */
public final class Registry {
  /** How long a request is sent again before its failure is believed. */
  public static final Duration PATIENCE = Duration.ofSeconds(10);

  private static final Duration TIMEOUT = Duration.ofSeconds(30);
  private static final int PAGE = 1000;
  private static final String HINT = "; set --server or BERTH_SERVER";
  private static final String DOUBT = "; the change may have been made all the same";
  private static final Duration BETWEEN = Duration.ofMillis(200);

  private final List<URI> servers;
  private final String author;
  private final Duration patience;
  private final Transport transport;
  private volatile int preferred;

  /** Asks these servers in the name of this author. */
  public Registry(List<URI> servers, String author, Duration patience) {
    this.servers = servers;
    this.author = author;
    this.patience = patience;
    this.transport = new Transport(servers);
  }

  /** Whether there are others to ask when one goes away. */
  public boolean several() {
    return servers.size() > 1;
  }

  /**
   * Asks, and waits for the answer.
   *
   * @throws Refused when a server said no
   * @throws Unreachable when none answered
   */
  public Answer send(Call call) {
    Call sealed =
        call.mutates()
            ? call.header("Idempotency-Key", UUID.randomUUID().toString())
                .header("Berth-Author", author)
            : call;
    long deadline = System.nanoTime() + patience.toNanos();
    boolean uncertain = false;
    while (true) {
      Round<Answer> round = new Round<>(server -> transport.send(server, sealed, TIMEOUT));
      Answer answer = round.ask();
      if (answer != null) {
        return answer;
      }
      uncertain |= round.broken;
      if (!(uncertain || round.temporary != null) || System.nanoTime() > deadline) {
        throw round.failure(uncertain && call.mutates() ? HINT + DOUBT : HINT);
      }
      Pause.of(BETWEEN);
    }
  }

  /**
   * Asks for a state other than the one that is held, and waits for it: one round of the servers,
   * without patience. What is held is only shown to the server that gave it: another one answers at
   * once with what it has.
   *
   * @param held null for nothing
   * @return {@link Answer#unchanged} when the wait ended first
   */
  public Answer watch(Call call, Answer held, Duration wait) {
    Round<Answer> round =
        new Round<>(
            server ->
                held == null || held.etag().isEmpty() || !held.server().equals(server)
                    ? transport.send(server, call, TIMEOUT)
                    : transport.send(server, conditional(call, held, wait), wait.plus(TIMEOUT)));
    Answer answer = round.ask();
    if (answer == null) {
      throw round.failure("");
    }
    return answer;
  }

  private static Call conditional(Call call, Answer held, Duration wait) {
    return call.header("If-None-Match", held.etag())
        .header("Prefer", "wait=" + Math.max(1, wait.toSeconds()));
  }

  /** At most {@code limit} items of a list, in one answer that looks like one page of the API. */
  public Answer list(Call call, int limit) {
    Answer first = send(call.query("limit", Math.min(limit, PAGE)));
    if (!(first.json() instanceof ObjectNode all)
        || !(all.get("items") instanceof ArrayNode items)) {
      return first;
    }
    while (all.hasNonNull("next") && items.size() < limit) {
      Answer more =
          send(
              call.query("limit", Math.min(limit - items.size(), PAGE))
                  .query("cursor", all.get("next").asText()));
      more.json().path("items").forEach(items::add);
      all.remove("next");
      if (more.json().hasNonNull("next")) {
        all.set("next", more.json().get("next"));
      }
    }
    return first;
  }

  /** The lines of an answer that may not end; it breaks off when the server goes away. */
  public Stream<String> lines(Call call) {
    Round<Stream<String>> round = new Round<>(server -> transport.lines(server, call));
    Stream<String> lines = round.ask();
    if (lines == null) {
      throw round.failure(HINT);
    }
    return lines;
  }

  private String nobody(IOException e) {
    String where = String.join(", ", servers.stream().map(URI::toString).toList());
    String why =
        e instanceof SocketTimeoutException
            ? "no answer in time"
            : Objects.requireNonNullElse(e.getMessage(), "connection lost")
                .toLowerCase(Locale.ROOT);
    return "no server answers at " + where + " (" + why + ")";
  }

  /** What is asked of a server. */
  private interface Question<T> {
    T ask(URI server) throws IOException;
  }

  /** Every server asked once, until one answers. */
  private final class Round<T> {
    private final Question<T> question;
    private boolean broken;
    private Refused temporary;
    private Refused foreign;
    private IOException last;

    Round(Question<T> question) {
      this.question = question;
    }

    T ask() {
      int first = preferred;
      for (int i = 0; i < servers.size(); i++) {
        int index = (first + i) % servers.size();
        try {
          T answer = question.ask(servers.get(index));
          preferred = index;
          return answer;
        } catch (Refused e) {
          refused(e);
        } catch (IOException e) {
          broken |= !(e instanceof ConnectException);
          last = e;
        }
      }
      return null;
    }

    private void refused(Refused no) {
      if (no.temporary()) {
        temporary = no;
      } else if (no.foreign()) {
        foreign = no;
      } else {
        throw no;
      }
    }

    RuntimeException failure(String hint) {
      if (temporary != null) {
        return temporary;
      }
      return foreign != null ? foreign : new Unreachable(nobody(last) + hint, last);
    }
  }
}

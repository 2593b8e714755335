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
 * <p>A request goes to the server that answered last, then to the others in turn. When every one
 * refuses the connection, that is said at once. When a connection broke after the request may have
 * been read, or a server cannot answer yet, it is sent again for as long as the patience lasts: a
 * write carries an Idempotency-Key, so that it is never applied twice.
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
  private volatile int preferred;

  /** Asks these servers in the name of this author. */
  public Registry(List<URI> servers, String author, Duration patience) {
    this.servers = servers;
    this.author = author;
    this.patience = patience;
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
      Round round = new Round(sealed);
      Answer answer = round.ask(TIMEOUT);
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
   * Asks for a state other than the one that {@code etag} names, and waits for it: one round of the
   * servers, without patience.
   *
   * @return {@link Answer#unchanged} when the wait ended first
   */
  public Answer watch(Call call, String etag, Duration wait) {
    Call conditional =
        etag.isEmpty()
            ? call
            : call.header("If-None-Match", etag)
                .header("Prefer", "wait=" + Math.max(1, wait.toSeconds()));
    Round round = new Round(conditional);
    Answer answer = round.ask(wait.plus(TIMEOUT));
    if (answer == null) {
      throw round.failure("");
    }
    return answer;
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

  /** The lines of a stream of events; it ends when the server goes away. */
  public Stream<String> lines(Call call) {
    IOException last = null;
    for (int i = 0; i < servers.size(); i++) {
      int index = (preferred + i) % servers.size();
      try {
        Stream<String> lines = Transport.lines(servers.get(index), call);
        preferred = index;
        return lines;
      } catch (IOException e) {
        last = e;
      }
    }
    throw new Unreachable(nobody(last) + HINT, last);
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

  /** Every server asked once, until one answers. */
  private final class Round {
    private final Call call;
    private boolean broken;
    private Refused temporary;
    private IOException last;

    Round(Call call) {
      this.call = call;
    }

    Answer ask(Duration timeout) {
      for (int i = 0; i < servers.size(); i++) {
        int index = (preferred + i) % servers.size();
        try {
          Answer answer = Transport.send(servers.get(index), call, timeout);
          preferred = index;
          return answer;
        } catch (Refused e) {
          if (!e.temporary()) {
            throw e;
          }
          temporary = e;
        } catch (IOException e) {
          broken |= !(e instanceof ConnectException);
          last = e;
        }
      }
      return null;
    }

    RuntimeException failure(String hint) {
      return temporary != null ? temporary : new Unreachable(nobody(last) + hint, last);
    }
  }
}

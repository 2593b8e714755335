package io.berth.server.journal.sql;

import io.berth.server.journal.RequestReused;
import io.berth.server.journal.Write.Request;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The rows of the table {@code request}. */
final class Requests {
  private static final Duration KEPT = Duration.ofHours(24);

  /** What a request committed. */
  record Range(long first, long last) {}

  /**
   * A request that was committed.
   *
   * @param at when; null where it was not asked
   */
  record Known(Request request, Range committed, Instant at) {
    /**
     * What it committed, if it is this one.
     *
     * @throws RequestReused when its id stands for another request
     */
    Range range(Request asked) {
      if (!request.fingerprint().equals(asked.fingerprint())) {
        throw new RequestReused(asked.id());
      }
      return committed;
    }
  }

  private Requests() {}

  /**
   * What this request committed; empty when it is not known.
   *
   * @throws RequestReused when its id stands for another request
   */
  static Optional<Range> find(Session session, Request request) throws SQLException {
    return session
        .first(
            row ->
                new Known(
                    new Request(request.id(), row.text(1)),
                    new Range(row.number(2), row.number(3)),
                    null),
            "SELECT fingerprint, first_seq, last_seq FROM request WHERE id = ?",
            request.id())
        .map(known -> known.range(request));
  }

  /**
   * Forgets some requests that are long past, more than are added: so they never pile up.
   *
   * @param oldest when the oldest that is known was committed; null where there is none
   */
  static void forget(Session session, List<Known> added, Instant oldest) throws SQLException {
    Instant end = added.get(0).at().minus(KEPT);
    if (oldest != null && oldest.isBefore(end)) {
      session.update(
          "DELETE FROM request WHERE number IN (SELECT number FROM request ORDER BY number LIMIT ?)"
              + " AND at < ?",
          4 * added.size(),
          end.toEpochMilli());
    }
  }

  /** These requests, as rows to be added. */
  static Rows rows(List<Known> requests) {
    return new Rows(
        "request",
        List.of("id", "fingerprint", "first_seq", "last_seq", "at"),
        requests.stream()
            .map(
                one ->
                    new Object[] {
                      one.request().id(),
                      one.request().fingerprint(),
                      one.committed().first(),
                      one.committed().last(),
                      one.at().toEpochMilli()
                    })
            .toList());
  }
}

package io.berth.server.journal.sqlite;

import io.berth.server.journal.RequestReused;
import io.berth.server.journal.Write.Request;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** The rows of the table {@code request}. */
final class Requests {
  private static final Duration KEPT = Duration.ofHours(24);

  /** What a request committed. */
  record Range(long first, long last) {}

  private Requests() {}

  /**
   * What this request committed; empty when it is not known.
   *
   * @throws RequestReused when its id stands for another request
   */
  static Optional<Range> find(Session session, Request request) throws SQLException {
    return session.first(
        row -> {
          if (!row.getString(1).equals(request.fingerprint())) {
            throw new RequestReused(request.id());
          }
          return new Range(row.getLong(2), row.getLong(3));
        },
        "SELECT fingerprint, first_seq, last_seq FROM request WHERE id = ?",
        request.id());
  }

  /** Remembers a request, and forgets a few that are long past: so they never pile up. */
  static void keep(Session session, Request request, Range range, Instant at) throws SQLException {
    session.update(
        "DELETE FROM request WHERE number IN (SELECT number FROM request ORDER BY number LIMIT 4)"
            + " AND at < ?",
        at.minus(KEPT).toEpochMilli());
    session.update(
        "INSERT INTO request (id, fingerprint, first_seq, last_seq, at) VALUES (?, ?, ?, ?, ?)",
        request.id(),
        request.fingerprint(),
        range.first(),
        range.last(),
        at.toEpochMilli());
  }
}

package io.berth.server.journal.sqlite;

import io.berth.server.journal.Lease;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;

/** The rows of the table {@code lease}, on SQLite's clock. */
final class Leases {
  private static final String NOW = "CAST(round(unixepoch('now', 'subsec') * 1000) AS INTEGER)";

  private Leases() {}

  /** SQLite's time. */
  static Instant now(Session session) throws SQLException {
    return Instant.ofEpochMilli(session.number("SELECT " + NOW));
  }

  /** The epoch of a lease, whoever holds it and even when it ended; 0 when it never was. */
  static long epoch(Session session, String name) throws SQLException {
    return session
        .first(row -> row.getLong(1), "SELECT epoch FROM lease WHERE name = ?", name)
        .orElse(0L);
  }

  static Lease claim(Session session, String name, String holder, Duration ttl)
      throws SQLException {
    session.update(
        "INSERT INTO lease (name, holder, epoch, ends_at) VALUES (?, ?, 1, "
            + NOW
            + " + ?) ON CONFLICT (name) DO UPDATE SET epoch = epoch + (holder <> excluded.holder),"
            + " holder = excluded.holder, ends_at = excluded.ends_at"
            + " WHERE holder = excluded.holder OR ends_at <= "
            + NOW,
        name,
        holder,
        ttl.toMillis());
    return session
        .first(
            row ->
                new Lease(
                    name, row.getString(1), row.getLong(2), Instant.ofEpochMilli(row.getLong(3))),
            "SELECT holder, epoch, ends_at FROM lease WHERE name = ?",
            name)
        .orElseThrow();
  }

  /** Ends a lease of this holder, and says of how many. */
  static int release(Session session, String name, String holder) throws SQLException {
    return session.update(
        "UPDATE lease SET ends_at = " + NOW + " WHERE name = ? AND holder = ? AND ends_at > " + NOW,
        name,
        holder);
  }
}

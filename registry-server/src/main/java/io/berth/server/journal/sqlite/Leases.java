package io.berth.server.journal.sqlite;

import io.berth.server.journal.Lease;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

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
        .first(Leases::read, "SELECT name, holder, epoch, ends_at FROM lease WHERE name = ?", name)
        .orElseThrow();
  }

  /** Those whose names start so and that hold now. */
  static List<Lease> held(Session session, String prefix) throws SQLException {
    return session.list(
        Leases::read,
        "SELECT name, holder, epoch, ends_at FROM lease"
            + " WHERE name >= ? AND name < ? AND ends_at > "
            + NOW
            + " ORDER BY name",
        prefix,
        prefix + Character.MAX_VALUE);
  }

  private static Lease read(ResultSet row) throws SQLException {
    return new Lease(
        row.getString(1), row.getString(2), row.getLong(3), Instant.ofEpochMilli(row.getLong(4)));
  }

  /** Ends a lease of this holder, and says of how many. */
  static int release(Session session, String name, String holder) throws SQLException {
    return session.update(
        "UPDATE lease SET ends_at = " + NOW + " WHERE name = ? AND holder = ? AND ends_at > " + NOW,
        name,
        holder);
  }
}

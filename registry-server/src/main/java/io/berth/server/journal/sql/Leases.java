package io.berth.server.journal.sql;

import io.berth.server.journal.Lease;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** The rows of the table {@code lease}, on the database's clock. */
final class Leases {
  private static final String SELECT = "SELECT name, holder, epoch, ends_at FROM lease ";
  private static final String END = Character.toString(Character.MAX_CODE_POINT);

  private Leases() {}

  /** The database's time. */
  static Instant now(Session session) throws SQLException {
    return Instant.ofEpochMilli(session.number("SELECT " + session.dialect().now()));
  }

  static Lease claim(Session session, String name, String holder, Duration ttl)
      throws SQLException {
    String now = session.dialect().now();
    session.update(
        "INSERT INTO lease (name, holder, epoch, ends_at) VALUES (?, ?, 1, "
            + now
            + " + ?) ON CONFLICT (name) DO UPDATE SET"
            + " epoch = lease.epoch + CASE WHEN lease.holder = excluded.holder THEN 0 ELSE 1 END,"
            + " holder = excluded.holder, ends_at = excluded.ends_at"
            + " WHERE lease.holder = excluded.holder OR lease.ends_at <= "
            + now,
        name,
        holder,
        ttl.toMillis());
    return session.first(Leases::read, SELECT + "WHERE name = ?", name).orElseThrow();
  }

  /** Those whose names start so and that hold now. */
  static List<Lease> held(Session session, String prefix) throws SQLException {
    return session.list(
        Leases::read,
        SELECT
            + "WHERE name >= ? AND name < ? AND ends_at > "
            + session.dialect().now()
            + " ORDER BY name",
        prefix,
        prefix + END);
  }

  /** Ends a lease of this holder, and says of how many. */
  static int release(Session session, String name, String holder) throws SQLException {
    String now = session.dialect().now();
    return session.update(
        "UPDATE lease SET ends_at = " + now + " WHERE name = ? AND holder = ? AND ends_at > " + now,
        name,
        holder);
  }

  private static Lease read(Columns row) throws SQLException {
    return new Lease(row.text(1), row.text(2), row.number(3), Instant.ofEpochMilli(row.number(4)));
  }
}

package io.berth.server.journal.sql;

import io.berth.server.journal.Entry;
import io.berth.server.journal.Kind;
import io.berth.server.journal.RequestReused;
import io.berth.server.journal.Write.Request;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the writes of one transaction rest on, and what they add. The first is read at once for all
 * of them and the other written at once, so that a group costs no more ways to the database than
 * one write does.
 */
final class Ledger {
  /** What is asked of both: the documents' newest versions, and the requests known before. */
  private static final String REST_ON =
      """
      SELECT 'last', '', '', coalesce(max(seq), 0), %1$s FROM journal
      UNION ALL
      SELECT 'epoch', '', '', epoch, 0 FROM lease WHERE name = 'controller'
      UNION ALL
      SELECT 'oldest', '', '', at, 0
      FROM (SELECT at FROM request ORDER BY number LIMIT 1) AS oldest
      UNION ALL
      SELECT 'request', id, fingerprint, first_seq, last_seq FROM request
      WHERE id IN (SELECT one.value ->> 0 FROM %2$s AS one)
      UNION ALL
      SELECT 'version', one.value ->> 0, one.value ->> 1,
        (SELECT coalesce(max(version), 0) FROM journal
          WHERE journal.kind = (one.value ->> 0) AND journal.key = (one.value ->> 1)), 0
      FROM %2$s AS one
      """;

  private record Name(String kind, String key) {}

  private final Session session;
  private final List<Commit> commits;

  private boolean begun;
  private boolean read;
  private long seq;
  private Instant now;
  private long epoch;
  private Instant oldest;
  private final Map<Name, Long> versions = new HashMap<>();
  private final Map<String, Requests.Known> requests = new HashMap<>();

  private final List<Entries.Stored> entries = new ArrayList<>();
  private final List<Requests.Known> kept = new ArrayList<>();

  /**
   * @param commits whose documents and requests are read together
   */
  Ledger(Session session, List<Commit> commits) {
    this.session = session;
    this.commits = commits;
  }

  /** Begins the transaction. */
  void begin() throws SQLException {
    if (commits.isEmpty()) {
      session.begin();
    } else {
      read();
    }
    begun = true;
  }

  /** Whether the transaction began. */
  boolean begun() {
    return begun;
  }

  /** The session, for a change of another sort. What was added is written before. */
  Session session() throws SQLException {
    write();
    read = false;
    return session;
  }

  /** Writes what was added, and ends the transaction. */
  void commit() throws SQLException {
    session.addAndCommit(added());
  }

  private void write() throws SQLException {
    session.addAll(added());
  }

  /** What was added since this was asked last, to be written. */
  private List<Rows> added() throws SQLException {
    List<Rows> added = new ArrayList<>();
    if (!entries.isEmpty()) {
      added.add(Entries.rows(entries));
      entries.clear();
    }
    if (!kept.isEmpty()) {
      Requests.forget(session, kept, oldest);
      added.add(Requests.rows(kept));
      kept.clear();
    }
    return added;
  }

  /** The seq of the last entry, 0 for none. */
  long seq() throws SQLException {
    read();
    return seq;
  }

  /** The database's time. */
  Instant now() throws SQLException {
    read();
    return now;
  }

  /** The epoch of the controller lease, whoever holds it and even when it ended; 0 for none. */
  long epoch() throws SQLException {
    read();
    return epoch;
  }

  /** The newest version of a document of these commits, 0 for none. */
  long version(Kind kind, String key) throws SQLException {
    read();
    return versions.get(new Name(kind.name(), key));
  }

  /**
   * What a request of these commits committed before.
   *
   * @throws RequestReused when its id stands for another request
   */
  Optional<List<Entry>> committed(Request request) throws SQLException {
    read();
    Requests.Known known = requests.get(request.id());
    if (known == null) {
      return Optional.empty();
    }
    Requests.Range range = known.range(request);
    write();
    return Optional.of(Entries.between(session, range));
  }

  /** Adds entries, which follow on the last. */
  void add(List<Entries.Stored> added) {
    for (Entries.Stored one : added) {
      seq = one.entry().seq();
      versions.put(new Name(one.entry().kind().name(), one.entry().key()), one.entry().version());
    }
    entries.addAll(added);
  }

  /** Remembers what a request committed. */
  void keep(Request request, Requests.Range range) {
    Requests.Known known = new Requests.Known(request, range, now);
    requests.put(request.id(), known);
    kept.add(known);
  }

  private void read() throws SQLException {
    if (read) {
      return;
    }
    epoch = 0;
    oldest = null;
    requests.clear();
    String sql = REST_ON.formatted(session.dialect().now(), session.dialect().elements());
    Object[] values = {
      session.json(commits.stream().flatMap(Commit::requestIds).map(List::of).toList()),
      session.json(commits.stream().flatMap(Commit::names).distinct().toList())
    };
    if (begun) {
      session.list(this::note, sql, values);
    } else {
      session.beginAndList(this::note, sql, values);
    }
    read = true;
  }

  private Void note(Columns row) throws SQLException {
    String what = row.text(1);
    switch (what) {
      case "last" -> {
        seq = row.number(4);
        now = Instant.ofEpochMilli(row.number(5));
      }
      case "epoch" -> epoch = row.number(4);
      case "oldest" -> oldest = Instant.ofEpochMilli(row.number(4));
      case "request" -> {
        Request request = new Request(row.text(2), row.text(3));
        Requests.Range range = new Requests.Range(row.number(4), row.number(5));
        requests.put(request.id(), new Requests.Known(request, range, null));
      }
      case "version" -> versions.put(new Name(row.text(2), row.text(3)), row.number(4));
      default -> throw new IllegalStateException(what);
    }
    return null;
  }
}

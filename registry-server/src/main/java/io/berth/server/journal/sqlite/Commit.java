package io.berth.server.journal.sqlite;

import io.berth.server.journal.Documents;
import io.berth.server.journal.Draft;
import io.berth.server.journal.Entry;
import io.berth.server.journal.Fenced;
import io.berth.server.journal.StaleVersion;
import io.berth.server.journal.Write;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A write as a change; its documents are written down beforehand, on the caller's thread. */
final class Commit implements Change<List<Entry>> {
  /** A draft's document as it is stored, and as it will be read: the same for every server. */
  private record Stored(Draft draft, String json, Object document) {
    static Stored of(Draft draft) {
      String json = Documents.write(draft.kind(), draft.document());
      return new Stored(draft, json, Documents.read(draft.kind(), json));
    }
  }

  private final Write write;
  private final List<Stored> stored;

  Commit(Write write) {
    if (write.drafts().isEmpty()) {
      throw new IllegalArgumentException("a write without drafts");
    }
    this.write = write;
    this.stored = write.drafts().stream().map(Stored::of).toList();
  }

  @Override
  public List<Entry> make(Session session) throws SQLException {
    Optional<Requests.Range> before =
        write.request().isPresent()
            ? Requests.find(session, write.request().get())
            : Optional.empty();
    if (before.isPresent()) {
      return Entries.between(session, before.get().first(), before.get().last());
    }
    checkEpoch(session);
    checkVersions(session);
    List<Entry> entries = add(session);
    if (write.request().isPresent()) {
      Requests.Range range =
          new Requests.Range(entries.get(0).seq(), entries.get(entries.size() - 1).seq());
      Requests.keep(session, write.request().get(), range, entries.get(0).at());
    }
    return entries;
  }

  private void checkEpoch(Session session) throws SQLException {
    if (write.epoch().isPresent()) {
      long current = Leases.epoch(session, "controller");
      if (write.epoch().getAsLong() < current) {
        throw new Fenced(write.epoch().getAsLong(), current);
      }
    }
  }

  private void checkVersions(Session session) throws SQLException {
    Map<String, Long> drafted = new HashMap<>();
    for (Draft draft : write.drafts()) {
      String name = draft.kind() + "/" + draft.key();
      Long ours = drafted.get(name);
      long current = ours != null ? ours : Entries.newest(session, draft.kind(), draft.key());
      if (draft.version() != current + 1) {
        throw new StaleVersion(draft, current);
      }
      drafted.put(name, draft.version());
    }
  }

  private List<Entry> add(Session session) throws SQLException {
    Instant now = Leases.now(session);
    long seq = Entries.lastSeq(session);
    List<Entry> entries = new ArrayList<>(stored.size());
    for (Stored one : stored) {
      Draft draft = one.draft();
      seq++;
      Entry entry =
          new Entry(
              seq,
              draft.kind(),
              draft.key(),
              draft.version(),
              write.author(),
              write.message(),
              now,
              one.document());
      Entries.add(session, entry, one.json());
      entries.add(entry);
    }
    return entries;
  }
}

package io.berth.server.journal.sql;

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
import java.util.stream.Stream;

/** A write as a change; its documents are written down beforehand, on the caller's thread. */
final class Commit implements Change<List<Entry>> {
  /** A draft's document as it is stored, and as it will be read: the same for every server. */
  private record Written(Draft draft, String json, Object document) {
    static Written of(Draft draft) {
      String json = Documents.write(draft.kind(), draft.document());
      // Trees may be changed later, and may hold numbers that are read otherwise than they were
      // written; records are and do neither.
      boolean isRecord = draft.kind().type().isRecord();
      return new Written(
          draft, json, isRecord ? draft.document() : Documents.read(draft.kind(), json));
    }
  }

  private final Write write;
  private final List<Written> written;

  Commit(Write write) {
    if (write.drafts().isEmpty()) {
      throw new IllegalArgumentException("a write without drafts");
    }
    this.write = write;
    this.written = write.drafts().stream().map(Written::of).toList();
  }

  /** The kinds and keys of its documents. */
  Stream<List<String>> names() {
    return write.drafts().stream().map(draft -> List.of(draft.kind().name(), draft.key()));
  }

  /** The id of its request, if it has one. */
  Stream<String> requestIds() {
    return write.request().map(Write.Request::id).stream();
  }

  @Override
  public List<Entry> make(Ledger ledger) throws SQLException {
    if (write.request().isPresent()) {
      Optional<List<Entry>> before = ledger.committed(write.request().get());
      if (before.isPresent()) {
        return before.get();
      }
    }
    checkEpoch(ledger);
    checkVersions(ledger);
    List<Entries.Stored> stored = stored(ledger.seq(), ledger.now());
    ledger.add(stored);
    List<Entry> entries = stored.stream().map(Entries.Stored::entry).toList();
    write
        .request()
        .ifPresent(
            request ->
                ledger.keep(
                    request,
                    new Requests.Range(
                        entries.get(0).seq(), entries.get(entries.size() - 1).seq())));
    return entries;
  }

  private void checkEpoch(Ledger ledger) throws SQLException {
    if (write.epoch().isPresent() && write.epoch().getAsLong() < ledger.epoch()) {
      throw new Fenced(write.epoch().getAsLong(), ledger.epoch());
    }
  }

  private void checkVersions(Ledger ledger) throws SQLException {
    Map<String, Long> drafted = new HashMap<>();
    for (Draft draft : write.drafts()) {
      String name = draft.kind() + "/" + draft.key();
      Long ours = drafted.get(name);
      long current = ours != null ? ours : ledger.version(draft.kind(), draft.key());
      if (draft.version() != current + 1) {
        throw new StaleVersion(draft, current);
      }
      drafted.put(name, draft.version());
    }
  }

  private List<Entries.Stored> stored(long last, Instant now) {
    long seq = last;
    List<Entries.Stored> stored = new ArrayList<>(written.size());
    for (Written one : written) {
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
      stored.add(new Entries.Stored(entry, one.json()));
    }
    return stored;
  }
}

package io.berth.server.instance;

import io.berth.api.ContainerRecord;
import io.berth.api.Fault;
import io.berth.api.Page;
import io.berth.server.catalog.Caller;
import io.berth.server.catalog.Cursors;
import io.berth.server.catalog.InvalidSpec;
import io.berth.server.catalog.NotFound;
import io.berth.server.catalog.ServiceName;
import io.berth.server.journal.Draft;
import io.berth.server.journal.Entry;
import io.berth.server.journal.Heads;
import io.berth.server.journal.Journal;
import io.berth.server.journal.Kind;
import io.berth.server.journal.Scribe;
import io.berth.server.journal.StaleVersion;
import io.berth.server.journal.Write;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** What is kept of containers that were replaced, removed or that failed. All methods block. */
public final class Records {
  /** How many records of a service are kept. */
  private static final int KEPT = 100;

  private static final int MAX_LINES = 100;

  private final Heads heads;
  private final Scribe scribe;
  private final Journal journal;

  /** Wires it. */
  public Records(Heads heads, Scribe scribe, Journal journal) {
    this.heads = heads;
    this.scribe = scribe;
    this.journal = journal;
  }

  /**
   * Keeps a record; putting it again changes nothing. The oldest of the service go when there are
   * too many.
   */
  public void put(ServiceName name, ContainerRecord record, Caller caller) {
    check(name, record);
    if (heads.get(Kind.SERVICE, name.key()).isEmpty()) {
      throw new NotFound("there never was a service " + name);
    }
    try {
      write(caller, new Draft(Kind.RECORD, name.prefix() + record.id(), 1, record));
    } catch (StaleVersion e) {
      return; // It is here already: the agent did not hear our answer.
    }
    for (Entry old :
        journal.newest(Kind.RECORD, name.prefix(), Long.MAX_VALUE, KEPT + 10).stream()
            .skip(KEPT)
            .toList()) {
      write(caller, new Draft(Kind.RECORD, old.key(), old.version() + 1, null));
      journal.prune(Kind.RECORD, old.key(), old.version() + 1);
    }
  }

  /**
   * The records of a service, newest first, without their logs and probes.
   *
   * @param revision only of this one
   * @param cursor as answered before; null to start
   */
  public Page<ContainerRecord> list(
      ServiceName name, OptionalLong revision, String cursor, int limit) {
    if (heads.get(Kind.SERVICE, name.key()).isEmpty()) {
      throw new NotFound("there never was a service " + name);
    }
    List<Entry> found = new ArrayList<>();
    for (Entry entry :
        journal.newest(Kind.RECORD, name.prefix(), Cursors.number(cursor), KEPT + 10)) {
      if (revision.isEmpty()
          || entry.document(ContainerRecord.class).revision() == revision.getAsLong()) {
        found.add(entry);
      }
    }
    return Cursors.page(
        found,
        limit,
        entry -> Long.toString(entry.seq()),
        entry -> brief(entry.document(ContainerRecord.class)));
  }

  /** One record, whole. */
  public ContainerRecord get(ServiceName name, String id) {
    return journal.versions(Kind.RECORD, name.prefix() + id, Long.MAX_VALUE, 1).stream()
        .filter(entry -> !entry.deleted())
        .findFirst()
        .map(entry -> entry.document(ContainerRecord.class))
        .orElseThrow(() -> new NotFound(name.service() + " has no record " + id));
  }

  private void write(Caller caller, Draft draft) {
    scribe.write(Write.of(caller.author(), caller.message(), List.of(draft)));
  }

  private static void check(ServiceName name, ContainerRecord record) {
    List<Fault> faults = new ArrayList<>();
    if (!name.namespace().equals(record.namespace()) || !name.service().equals(record.service())) {
      faults.add(new Fault("service", "must be " + name + ", as in the path"));
    }
    if (record.reason() == null) {
      faults.add(new Fault("reason", "is needed"));
    }
    if (record.log().size() > MAX_LINES) {
      faults.add(
          new Fault(
              "log", "must have at most " + MAX_LINES + " lines, not " + record.log().size()));
    }
    if (!faults.isEmpty()) {
      throw new InvalidSpec(faults);
    }
  }

  private static ContainerRecord brief(ContainerRecord record) {
    return new ContainerRecord(
        record.id(),
        record.namespace(),
        record.service(),
        record.replica(),
        record.host(),
        record.revision(),
        record.image(),
        record.container(),
        record.reason(),
        record.detail(),
        record.exitCode(),
        record.oomKilled(),
        record.error(),
        record.createdAt(),
        record.startedAt(),
        record.endedAt(),
        record.restarts(),
        record.command(),
        record.ports(),
        record.mounts(),
        List.of(),
        List.of());
  }
}

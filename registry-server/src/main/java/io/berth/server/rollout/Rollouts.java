package io.berth.server.rollout;

import io.berth.api.Page;
import io.berth.api.Rollout;
import io.berth.server.catalog.Cursors;
import io.berth.server.catalog.NotFound;
import io.berth.server.catalog.ServiceName;
import io.berth.server.host.Hosts;
import io.berth.server.host.Reports;
import io.berth.server.journal.Entry;
import io.berth.server.journal.Heads;
import io.berth.server.journal.Journal;
import io.berth.server.journal.Kind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;

/** What people see of rollouts: of a service's newest revisions from memory. */
public final class Rollouts {
  private final Heads heads;
  private final Journal journal;
  private final Observer observer;

  /** Wires it. */
  public Rollouts(Heads heads, Journal journal, Reports reports, Hosts hosts) {
    this.heads = heads;
    this.journal = journal;
    this.observer = new Observer(heads, reports, hosts);
  }

  /** Whether a rollout is in memory. */
  public boolean isRecent(String id) {
    return heads.get(Kind.ROLLOUT, id).isPresent();
  }

  /** One that is in memory, with what the agents report of its service now. */
  public Rollout recent(String id) {
    return withInstances(heads.get(Kind.ROLLOUT, id), id);
  }

  /** Any, as the journal has it, with what the agents report of its service now. Blocks. */
  public Rollout past(String id) {
    return withInstances(journal.heads(Kind.ROLLOUT, List.of(id)).stream().findFirst(), id);
  }

  private Rollout withInstances(Optional<Entry> entry, String id) {
    Rollout rollout =
        entry
            .filter(found -> !found.deleted())
            .map(found -> found.document(Rollout.class))
            .orElseThrow(() -> new NotFound("there is no rollout " + id));
    return rollout.withInstances(
        observer.statuses(new ServiceName(rollout.namespace(), rollout.service())));
  }

  /**
   * Those that are in memory, newest first.
   *
   * @param namespace only of this one; null for all
   * @param service only of this one, needs the namespace; null for all
   * @param active only those that have not ended
   * @param cursor as answered before; null to start
   */
  public Page<Rollout> recent(
      String namespace, String service, boolean active, String cursor, int limit) {
    String prefix =
        namespace == null ? "" : namespace + "." + (service == null ? "" : service + ".");
    Comparator<Entry> newestFirst =
        Comparator.comparing((Entry entry) -> entry.document(Rollout.class).createdAt()).reversed();
    List<Rollout> all =
        heads.list(Kind.ROLLOUT, prefix).stream()
            .sorted(newestFirst.thenComparing(Entry::key))
            .map(entry -> entry.document(Rollout.class))
            .dropWhile(new After(cursor)) // Which may have ended since.
            .filter(rollout -> !active || !rollout.ended())
            .limit(limit + 1L)
            .toList();
    return Cursors.page(all, limit, Rollout::id, rollout -> rollout);
  }

  /** Whether all rollouts of a service are in memory. */
  public boolean areAllRecent(ServiceName name) {
    return heads.get(Kind.SERVICE, name.key()).isEmpty() || isRecent(name.rollout(1));
  }

  /**
   * The rollouts of a service that the journal has, newest first. Blocks.
   *
   * @param cursor as answered before; null to start
   */
  public Page<Rollout> history(ServiceName name, String cursor, int limit) {
    long newest = heads.get(Kind.SERVICE, name.key()).map(Entry::version).orElse(0L);
    long before = Math.min(newest + 1, Cursors.number(cursor == null ? null : revision(cursor)));
    List<Rollout> found = new ArrayList<>();
    // Not every revision has one: some say that the service is gone.
    for (boolean more = true; more && found.size() <= limit; before -= limit + 1) {
      List<Rollout> page = rollouts(name, Math.max(1, before - limit - 1), before);
      found.addAll(page);
      more = !page.isEmpty();
    }
    return Cursors.page(found, limit, Rollout::id, rollout -> rollout);
  }

  private List<Rollout> rollouts(ServiceName name, long from, long before) {
    List<String> keys = LongStream.range(from, before).mapToObj(name::rollout).toList();
    return journal.heads(Kind.ROLLOUT, keys).stream()
        .filter(entry -> !entry.deleted())
        .map(entry -> entry.document(Rollout.class))
        .sorted(Comparator.comparing(Rollout::to).reversed())
        .toList();
  }

  private static String revision(String id) {
    return id.substring(id.lastIndexOf('.') + 1);
  }

  /** Holds until the rollout that the cursor names has gone by. */
  private static final class After implements java.util.function.Predicate<Rollout> {
    private String cursor;

    After(String cursor) {
      this.cursor = cursor;
    }

    @Override
    public boolean test(Rollout rollout) {
      boolean before = cursor != null;
      if (rollout.id().equals(cursor)) {
        cursor = null;
      }
      return before;
    }
  }
}

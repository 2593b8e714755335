package io.berth.server.instance;

import io.berth.api.Durations;
import io.berth.api.Fault;
import io.berth.api.Instance;
import io.berth.api.Registration;
import io.berth.server.catalog.Caller;
import io.berth.server.catalog.InvalidRequest;
import io.berth.server.catalog.InvalidSpec;
import io.berth.server.catalog.NotFound;
import io.berth.server.catalog.ServiceName;
import io.berth.server.host.Vigil;
import io.berth.server.journal.Draft;
import io.berth.server.journal.Entry;
import io.berth.server.journal.Heads;
import io.berth.server.journal.Kind;
import io.berth.server.journal.Scribe;
import io.berth.server.journal.StaleVersion;
import io.berth.server.journal.Write;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Processes that registered themselves. That they are there is journaled, so that a restart of the
 * servers loses none; their renewals are not, so that a heartbeat costs no disk.
 */
public final class Registrations {
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]{0,127}");
  private static final Pattern ADDRESS =
      Pattern.compile("[A-Za-z0-9]([A-Za-z0-9.:_-]{0,251}[A-Za-z0-9])?|::1?");
  private static final Duration DEFAULT_TTL = Duration.ofSeconds(15);
  private static final Duration MIN_TTL = Duration.ofSeconds(2);
  private static final Duration MAX_TTL = Duration.ofHours(1);

  private final Heads heads;
  private final Scribe scribe;
  private final Renewals renewals;
  private final Vigil vigil;

  /** The instance as registered, and whether it is new. */
  public record Outcome(Instance instance, boolean created) {}

  /**
   * Wires it.
   *
   * @param vigil for the leases of instances
   */
  public Registrations(Heads heads, Scribe scribe, Renewals renewals, Vigil vigil) {
    this.heads = heads;
    this.scribe = scribe;
    this.renewals = renewals;
    this.vigil = vigil;
    renewals.onRenewal(vigil::heard);
    heads.onChange(
        entry -> {
          if (entry.kind() == Kind.INSTANCE && entry.deleted()) {
            vigil.forget(entry.key());
          }
        });
  }

  /** Registers an instance or renews its lease; blocks unless it is a plain renewal. */
  public Outcome put(ServiceName name, String id, Registration registration, Caller caller) {
    Registration whole = checked(id, registration);
    String key = name.prefix() + id;
    renewals.renew(key);
    Optional<Entry> head = heads.get(Kind.INSTANCE, key);
    boolean created = head.isEmpty() || head.get().deleted();
    if (created || !whole.equals(head.get().document())) {
      write(caller, key, head, whole);
    }
    Entry entry =
        heads
            .get(Kind.INSTANCE, key)
            .filter(written -> !written.deleted())
            .orElseThrow(() -> missing(name, id));
    return new Outcome(Lookup.registered(name, entry), created);
  }

  /** Takes an instance out; that it is not there is no error when it was before. */
  public void delete(ServiceName name, String id, Caller caller) {
    String key = name.prefix() + id;
    Entry head = heads.get(Kind.INSTANCE, key).orElseThrow(() -> missing(name, id));
    if (!head.deleted()) {
      write(caller, key, Optional.of(head), null);
    }
    renewals.forget(key);
  }

  /** Takes out those whose lease has ended. */
  public void expire() {
    for (Entry head : heads.list(Kind.INSTANCE, "")) {
      if (vigil.isOver(head.key(), head.document(Registration.class).ttl())) {
        write(
            new Caller(Caller.CONTROLLER, "its lease ended", Optional.empty()),
            head.key(),
            Optional.of(head),
            null);
        renewals.forget(head.key());
      }
    }
  }

  private void write(Caller caller, String key, Optional<Entry> head, Registration document) {
    long version = head.map(Entry::version).orElse(0L) + 1;
    try {
      scribe.write(
          Write.of(
              caller.author(),
              caller.message(),
              List.of(new Draft(Kind.INSTANCE, key, version, document))));
    } catch (StaleVersion e) {
      // The same process retried, or another server was quicker to see the lease end: the next
      // renewal compares again.
    }
  }

  private static NotFound missing(ServiceName name, String id) {
    return new NotFound(name.service() + " has no registered instance " + id);
  }

  private static Registration checked(String id, Registration registration) {
    if (!ID.matcher(id).matches()) {
      throw new InvalidRequest(
          "id",
          "must be 1 to 128 of A-Z, a-z, 0-9, '_', '.' and '-', starting with a letter or digit");
    }
    List<Fault> faults = new ArrayList<>();
    if (registration.address() == null || !ADDRESS.matcher(registration.address()).matches()) {
      faults.add(new Fault("address", "must be a host name or an IP address"));
    }
    if (registration.port() < 1 || registration.port() > 65535) {
      faults.add(
          new Fault("port", "must be an integer from 1 to 65535, not " + registration.port()));
    }
    Duration ttl = registration.ttl() == null ? DEFAULT_TTL : registration.ttl();
    if (ttl.compareTo(MIN_TTL) < 0 || ttl.compareTo(MAX_TTL) > 0) {
      faults.add(new Fault("ttl", "must be from 2s to 1h, not " + Durations.format(ttl)));
    }
    int weight = registration.weight() == null ? 1 : registration.weight();
    if (weight < 1 || weight > 1000) {
      faults.add(new Fault("weight", "must be an integer from 1 to 1000, not " + weight));
    }
    String host = registration.host() == null ? "" : registration.host();
    if (host.length() > 253) {
      faults.add(new Fault("host", "must have at most 253 characters"));
    }
    Map<String, String> labels = registration.labels() == null ? Map.of() : registration.labels();
    if (labels.size() > 64) {
      faults.add(new Fault("labels", "must have at most 64 keys, not " + labels.size()));
    }
    if (!faults.isEmpty()) {
      throw new InvalidSpec(faults);
    }
    return new Registration(
        registration.address(), registration.port(), ttl, weight, host, Map.copyOf(labels));
  }
}

package io.berth.server.instance;

import io.berth.api.Assignment;
import io.berth.api.Health;
import io.berth.api.HostState;
import io.berth.api.Instance;
import io.berth.api.Instance.InstancePort;
import io.berth.api.InstanceState;
import io.berth.api.Instances;
import io.berth.api.ProblemCode;
import io.berth.api.Registration;
import io.berth.api.Status;
import io.berth.server.catalog.Refused;
import io.berth.server.catalog.ServiceName;
import io.berth.server.host.HostReport;
import io.berth.server.host.Hosts;
import io.berth.server.journal.Entry;
import io.berth.server.journal.Heads;
import io.berth.server.journal.Kind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Finds the instances of a service, from memory: those that agents report, and those that
 * registered themselves.
 */
public final class Lookup {
  private final Heads heads;
  private final Hosts hosts;

  /** Wires it. */
  public Lookup(Heads heads, Hosts hosts) {
    this.heads = heads;
    this.hosts = hosts;
  }

  /**
   * The instances of a service by id; none of a service that nobody has heard of.
   *
   * @param passingOnly only those that traffic may be sent to, without their status
   * @throws Refused with {@code not_ready} while a host that should run some has not reported since
   *     this server started
   */
  public Instances instances(ServiceName name, boolean passingOnly) {
    refuseBeforeLoaded(name);
    List<Instance> instances = new ArrayList<>();
    for (HostReport report : hosts.reportsOf(name.key())) {
      addReported(name, report, passingOnly, instances);
    }
    heads
        .list(Kind.INSTANCE, name.prefix())
        .forEach(entry -> instances.add(registered(name, entry)));
    instances.sort(Comparator.comparing(Instance::id));
    return new Instances(name.namespace(), name.service(), instances);
  }

  /** The same without what changes at every report: what an ETag is made of. */
  public Instances steady(ServiceName name, boolean passingOnly) {
    Instances instances = instances(name, passingOnly);
    return passingOnly
        ? instances
        : new Instances(
            name.namespace(),
            name.service(),
            instances.instances().stream()
                .map(
                    instance ->
                        with(
                            instance,
                            instance.status() == null ? null : instance.status().steady()))
                .toList());
  }

  /** How many instances of a service are passing, as far as is known. */
  public int passing(ServiceName name) {
    List<Instance> passing = new ArrayList<>();
    for (HostReport report : hosts.reportsOf(name.key())) {
      addReported(name, report, true, passing);
    }
    return passing.size() + heads.list(Kind.INSTANCE, name.prefix()).size();
  }

  /**
   * The last reports of the hosts that have a container of a service.
   *
   * @throws Refused as {@link #instances}
   */
  public List<HostReport> reports(ServiceName name) {
    refuseBeforeLoaded(name);
    return hosts.reportsOf(name.key()).stream()
        .filter(report -> report.status().statuses().stream().anyMatch(one -> isOf(one, name)))
        .toList();
  }

  /** The container of a service that is called so. */
  Optional<Status> status(ServiceName name, String instance) {
    return hosts.reportsOf(name.key()).stream()
        .flatMap(report -> report.status().statuses().stream())
        .filter(status -> isOf(status, name) && status.instance().equals(instance))
        .findFirst();
  }

  private void refuseBeforeLoaded(ServiceName name) {
    for (Entry entry : heads.list(Kind.ASSIGNMENT, name.prefix())) {
      String host = entry.document(Assignment.class).host();
      if (hosts.isAwaited(host)) {
        throw new Refused(
            ProblemCode.NOT_READY,
            host
                + " runs "
                + name.service()
                + " and has not reported since this server started; ask again in a moment");
      }
    }
  }

  private void addReported(
      ServiceName name, HostReport report, boolean passingOnly, List<Instance> instances) {
    boolean lost = hosts.state(report.status().host()) == HostState.LOST;
    for (Status status : report.status().statuses()) {
      if (isOf(status, name)) {
        Health health = lost ? Health.FAILING : status.health();
        boolean runs = status.state() == InstanceState.RUNNING;
        if (passingOnly ? runs && health == Health.PASSING : runs || status.current()) {
          instances.add(reported(status, health, passingOnly));
        }
      }
    }
  }

  private Instance reported(Status status, Health health, boolean bare) {
    Map<String, String> labels =
        heads
            .get(
                Kind.ASSIGNMENT,
                status.namespace() + "/" + status.service() + "/" + status.replica())
            .filter(entry -> !entry.deleted())
            .map(entry -> entry.document(Assignment.class).spec().labels())
            .orElse(Map.of());
    return new Instance(
        status.namespace(),
        status.service(),
        status.instance(),
        status.host(),
        status.revision(),
        status.address(),
        status.ports(),
        health,
        1,
        labels,
        bare ? null : status);
  }

  static Instance registered(ServiceName name, Entry entry) {
    Registration registration = entry.document(Registration.class);
    String id = entry.key().substring(name.prefix().length());
    List<InstancePort> ports =
        List.of(new InstancePort(registration.port(), registration.port(), "tcp"));
    return new Instance(
        name.namespace(),
        name.service(),
        id,
        registration.host(),
        0,
        registration.address(),
        ports,
        Health.PASSING,
        registration.weight(),
        registration.labels(),
        null);
  }

  private static Instance with(Instance instance, Status status) {
    return new Instance(
        instance.namespace(),
        instance.service(),
        instance.id(),
        instance.host(),
        instance.revision(),
        instance.address(),
        instance.ports(),
        instance.health(),
        instance.weight(),
        instance.labels(),
        status);
  }

  private static boolean isOf(Status status, ServiceName name) {
    return status.service().equals(name.service()) && status.namespace().equals(name.namespace());
  }
}

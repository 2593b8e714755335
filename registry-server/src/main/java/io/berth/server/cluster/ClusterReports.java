package io.berth.server.cluster;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.hazelcast.core.EntryEvent;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.map.IMap;
import com.hazelcast.map.listener.EntryAddedListener;
import com.hazelcast.map.listener.EntryUpdatedListener;
import io.berth.api.HostStatus;
import io.berth.api.Json;
import io.berth.server.host.HostReport;
import io.berth.server.host.Reports;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.Collection;
import java.util.Optional;
import java.util.function.BiConsumer;

/** The last reports of the hosts: this server's view of them, kept alike by a shared map. */
final class ClusterReports implements Reports, AutoCloseable {
  private final Newest<HostReport> view = new Newest<>(report -> report.status().number());
  private final Clock clock;
  private final IMap<String, Envelope> map;
  private final Publisher publisher;

  ClusterReports(HazelcastInstance hazelcast, Clock clock) {
    this.clock = clock;
    map = hazelcast.getMap(Maps.REPORTS);
    publisher =
        new Publisher(
            hazelcast, Maps.REPORTS, host -> get(host).map(report -> envelope(report.status())));
  }

  /** Takes the reports that there are, and those to come; blocks until the others know. */
  void listen() {
    map.addEntryListener((EntryAddedListener<String, Envelope>) this::heard, true);
    map.addEntryListener((EntryUpdatedListener<String, Envelope>) this::heard, true);
    map.forEach(this::offer);
  }

  @Override
  public void put(HostStatus status) {
    if (view.offer(status.host(), new HostReport(status, clock.instant()))) {
      publisher.owe(status.host());
    }
  }

  @Override
  public Optional<HostReport> get(String host) {
    return Optional.ofNullable(view.get(host));
  }

  @Override
  public Collection<HostReport> all() {
    return view.all();
  }

  @Override
  public void onChange(BiConsumer<HostReport, HostReport> listener) {
    view.onChange(listener);
  }

  @Override
  public void close() {
    publisher.close();
  }

  private void heard(EntryEvent<String, Envelope> event) {
    offer(event.getKey(), event.getValue());
  }

  private void offer(String host, Envelope envelope) {
    if (view.lacks(host, envelope.version())) {
      view.offer(host, new HostReport(status(envelope), clock.instant()));
    }
  }

  private static Envelope envelope(HostStatus status) {
    try {
      return new Envelope(status.number(), 0, Json.mapper().writeValueAsBytes(status));
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static HostStatus status(Envelope envelope) {
    try {
      return Json.mapper().readValue(envelope.json(), HostStatus.class);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

package io.berth.server.cluster;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.hazelcast.core.EntryEvent;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.map.IMap;
import com.hazelcast.map.listener.EntryAddedListener;
import com.hazelcast.map.listener.EntryUpdatedListener;
import io.berth.api.Json;
import io.berth.server.host.HostReport;
import io.berth.server.host.Reports;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.Optional;
import java.util.function.BiConsumer;

/** The last reports of the hosts: this server's view of them, kept alike by a shared map. */
final class ClusterReports implements Reports, AutoCloseable {
  private final Newest<HostReport> view = new Newest<>(ClusterReports::version);
  private final Publisher publisher;

  ClusterReports(HazelcastInstance hazelcast) {
    publisher =
        new Publisher(hazelcast, Maps.REPORTS, host -> get(host).map(report -> envelope(report)));
    IMap<String, Envelope> map = hazelcast.getMap(Maps.REPORTS);
    map.addEntryListener((EntryAddedListener<String, Envelope>) this::heard, true);
    map.addEntryListener((EntryUpdatedListener<String, Envelope>) this::heard, true);
    map.forEach(this::offer);
  }

  @Override
  public void put(HostReport report) {
    String host = report.status().host();
    if (view.offer(host, report)) {
      publisher.owe(host);
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
      view.offer(host, report(envelope));
    }
  }

  /** Microseconds. */
  private static long version(HostReport report) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, report.seenAt());
  }

  private static Envelope envelope(HostReport report) {
    try {
      return new Envelope(version(report), 0, Json.mapper().writeValueAsBytes(report));
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static HostReport report(Envelope envelope) {
    try {
      return Json.mapper().readValue(envelope.json(), HostReport.class);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

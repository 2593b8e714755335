package io.berth.server.host;

import io.berth.api.HostStatus;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;

/** The reports of one server without a cluster. */
public final class LocalReports implements Reports {
  private final Map<String, HostReport> reports = new ConcurrentHashMap<>();
  private final List<BiConsumer<HostReport, HostReport>> listeners = new CopyOnWriteArrayList<>();

  @Override
  public void put(HostStatus status) {
    HostReport report = new HostReport(status, Instant.EPOCH);
    HostReport before = reports.put(report.status().host(), report);
    listeners.forEach(listener -> listener.accept(before, report));
  }

  @Override
  public Optional<HostReport> get(String host) {
    return Optional.ofNullable(reports.get(host));
  }

  @Override
  public Collection<HostReport> all() {
    return reports.values();
  }

  @Override
  public void onChange(BiConsumer<HostReport, HostReport> listener) {
    listeners.add(listener);
  }
}

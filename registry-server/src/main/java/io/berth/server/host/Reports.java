package io.berth.server.host;

import io.berth.api.HostStatus;
import java.util.Collection;
import java.util.Optional;
import java.util.function.BiConsumer;

/**
 * The last report of every host, shared by all servers; not durable, as agents report again. Reads
 * never block.
 */
public interface Reports {
  /** Keeps a report and shares it, unless one of the host with no smaller number is there. */
  void put(HostStatus status);

  /** The last report of a host. */
  Optional<HostReport> get(String host);

  /** The last reports of all hosts. */
  Collection<HostReport> all();

  /**
   * Tells of every report that comes in: the one before (null for none), and the new one. Be quick.
   */
  void onChange(BiConsumer<HostReport, HostReport> listener);
}

package io.berth.server.instance;

import java.time.Instant;
import java.util.Optional;

/**
 * When each self-registered instance was last renewed, shared by all servers; not durable. Reads
 * never block.
 */
public interface Renewals {
  /** Keeps a renewal; key {@code namespace/service/id}. */
  void renew(String key, Instant at);

  /** The last renewal; empty when there was none since the servers started. */
  Optional<Instant> last(String key);

  /** Forgets an instance. */
  void forget(String key);
}

package io.berth.server.host;

import java.time.Instant;
import java.util.Optional;

/**
 * How well this server hears of what is renewed by word of mouth: hosts and registered instances.
 */
public interface Hearing {
  /**
   * Since when, without a break, whatever any server of the cluster hears comes to this one too;
   * empty while it may miss some. On the clock of a {@link Vigil}.
   */
  Optional<Instant> since();
}

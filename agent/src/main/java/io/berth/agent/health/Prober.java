package io.berth.agent.health;

import io.berth.api.Probe;
import io.berth.api.spec.Healthcheck;

/** Asks a container how it is; blocks for at most about the check's timeout. */
@FunctionalInterface
public interface Prober {
  /** One probe of the container at this address. */
  Probe probe(Healthcheck check, String address);
}

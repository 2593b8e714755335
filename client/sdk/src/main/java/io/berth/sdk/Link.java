package io.berth.sdk;

import java.util.random.RandomGenerator;

/** What it takes to reach the servers: shared by the watches, the leases and the prober. */
record Link(
    Endpoints endpoints, Transport transport, Loop loop, Pace pace, RandomGenerator random) {

  Attempts attempts() {
    return new Attempts(endpoints.size(), pace, random);
  }
}

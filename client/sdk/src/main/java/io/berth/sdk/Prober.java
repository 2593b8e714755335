package io.berth.sdk;

import java.net.URI;
import java.time.Duration;
import java.util.Iterator;
import java.util.function.Consumer;

/**
 * Looks at servers where there are several: at the one in use, because a watch that waits cannot
 * tell a quiet server from a dead one; and at the preferred one while another is in use, to return
 * to it. Runs on the loop.
 */
final class Prober {
  private final Link link;
  private final Endpoints endpoints;
  private final Pace pace;

  Prober(Link link) {
    this.link = link;
    this.endpoints = link.endpoints();
    this.pace = link.pace();
  }

  void start() {
    if (endpoints.size() > 1) {
      again(pace.probe(), this::lookAtCurrent);
      again(pace.comeBack(), this::lookAtPreferred);
    }
  }

  private void lookAtCurrent() {
    URI current = endpoints.current();
    ready(
        current,
        ready -> {
          if (ready) {
            again(pace.probe(), this::lookAtCurrent);
          } else {
            leave(current, endpoints.others().iterator());
          }
        });
  }

  /**
   * Leaves a server for the first other that is ready. Where none is, nothing is gained by leaving:
   * servers whose journal is away are not ready, and answer watches all the same.
   */
  private void leave(URI bad, Iterator<URI> others) {
    if (!others.hasNext() || !endpoints.current().equals(bad)) {
      again(pace.probe(), this::lookAtCurrent);
      return;
    }
    URI other = others.next();
    ready(
        other,
        ready -> {
          if (ready) {
            endpoints.use(other);
            link.transport().abort(bad);
          }
          leave(bad, others);
        });
  }

  private void lookAtPreferred() {
    if (endpoints.current().equals(endpoints.preferred())) {
      again(pace.comeBack(), this::lookAtPreferred);
      return;
    }
    ready(
        endpoints.preferred(),
        ready -> {
          if (ready) {
            // Watches that wait elsewhere stay until they are answered: the return is gradual.
            endpoints.use(endpoints.preferred());
          }
          again(pace.comeBack(), this::lookAtPreferred);
        });
  }

  private void ready(URI endpoint, Consumer<Boolean> verdict) {
    link.transport()
        .send(
            endpoint,
            Ask.get("/health/ready", pace.probeAnswer()),
            (answer, failure) -> verdict.accept(failure == null && answer.isSuccess()));
  }

  private void again(Duration period, Runnable look) {
    link.loop().after(Jitter.shortened(period, link.random()), look);
  }
}

package io.berth.sdk;

import com.fasterxml.jackson.databind.JsonNode;
import io.berth.api.Json;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Looks at servers where there are several: at those in use, because a watch that waits cannot tell
 * a quiet server from a dead one; and at the preferred one while another is in use, to return to
 * it. Runs on the loop.
 *
 * <p>A server is only left for one that looks better: where none is ready, nothing is gained by
 * leaving. Servers whose journal is away are not ready, and answer watches all the same.
 */
final class Prober {
  private final Link link;
  private final Endpoints endpoints;
  private final Pace pace;
  private final Homecoming homecoming;

  Prober(Link link) {
    this.link = link;
    this.endpoints = link.endpoints();
    this.pace = link.pace();
    this.homecoming = new Homecoming(pace.well(), link.random());
  }

  void start() {
    if (endpoints.size() > 1) {
      again(this::lookAtUsed);
      again(this::lookAtPreferred);
    }
  }

  /** Where a watch waits may be another server than that which is asked next: all are looked at. */
  private void lookAtUsed() {
    Set<URI> used = new HashSet<>(link.transport().waitedFor());
    used.add(endpoints.current());
    for (URI server : used) {
      look(
          server,
          sight -> {
            if (sight != Sight.READY) {
              leave(server, sight);
            }
          });
    }
    again(this::lookAtUsed);
  }

  private void lookAtPreferred() {
    if (endpoints.current().equals(endpoints.preferred())) {
      homecoming.home();
      again(this::lookAtPreferred);
      return;
    }
    look(
        endpoints.preferred(),
        sight -> {
          boolean away = !endpoints.current().equals(endpoints.preferred());
          if (away && homecoming.due(sight, System.nanoTime())) {
            // Watches that wait elsewhere stay until they are answered: the return is gradual.
            endpoints.use(endpoints.preferred());
          }
          again(this::lookAtPreferred);
        });
  }

  /** Leaves a server for the first that is ready, else for one that looks better all the same. */
  private void leave(URI bad, Sight sight) {
    List<URI> others = endpoints.all().stream().filter(server -> !server.equals(bad)).toList();
    Map<Sight, URI> seen = new EnumMap<>(Sight.class);
    Set<URI> open = new HashSet<>(others);
    for (URI other : others) {
      look(
          other,
          its -> {
            open.remove(other);
            boolean first = seen.putIfAbsent(its, other) == null;
            if (its == Sight.READY && first) {
              move(bad, other);
            } else if (open.isEmpty()
                && sight == Sight.NOTHING
                && !seen.containsKey(Sight.READY)
                && seen.containsKey(Sight.UNREADY)) {
              move(bad, seen.get(Sight.UNREADY));
            }
          });
    }
  }

  private void move(URI bad, URI better) {
    if (endpoints.current().equals(bad)) {
      endpoints.use(better);
    }
    link.transport().abort(bad);
  }

  private void look(URI server, Consumer<Sight> seen) {
    link.transport()
        .look(
            server,
            Ask.get("/health/ready", pace.probeAnswer()),
            (answer, failure) -> seen.accept(failure == null ? sight(answer) : Sight.NOTHING));
  }

  /** Any web server may answer 200: only what says of itself that it is ready, is. */
  private static Sight sight(Answer answer) {
    try {
      JsonNode ready = Json.mapper().readTree(answer.body()).path("ready");
      if (!ready.isBoolean()) {
        return Sight.NOTHING;
      }
      boolean takes = ready.booleanValue() && answer.status() == HttpURLConnection.HTTP_OK;
      return takes ? Sight.READY : Sight.UNREADY;
    } catch (IOException notOurs) {
      return Sight.NOTHING;
    }
  }

  private void again(Runnable look) {
    link.loop().after(Jitter.shortened(pace.probe(), link.random()), look);
  }
}

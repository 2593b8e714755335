package io.berth.server.http;

import io.berth.server.catalog.ServiceName;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Which lines of a service's containers are asked for.
 *
 * @param revision only of this one
 * @param host only of this one
 * @param tail how many of the last lines of each container, to begin with
 * @param since only lines that were printed later; null for any
 * @param follow whether what is printed from then on is asked for, too
 */
record LogQuery(
    ServiceName service,
    OptionalLong revision,
    Optional<String> host,
    int tail,
    Instant since,
    boolean follow) {
  static final int LONGEST_TAIL = 10_000;
  private static final int USUAL_TAIL = 100;

  /** Reads it from a request. */
  static LogQuery of(Request request) {
    return new LogQuery(
        request.service(),
        request.number("revision", 1),
        request.named("host"),
        (int) request.number("tail", 0, LONGEST_TAIL).orElse(USUAL_TAIL),
        request.time("since").orElse(null),
        request.flag("follow"));
  }

  /** The same without a limit of its own, for one who has all lines up to then; null for none. */
  LogQuery after(Instant time) {
    return new LogQuery(service, revision, host, LONGEST_TAIL, time, follow);
  }

  /** The path and query at which the agent of a host is asked. */
  String uri(String agentsHost) {
    StringBuilder uri =
        new StringBuilder("/logs/")
            .append(service.namespace())
            .append('/')
            .append(service.service())
            .append("?host=")
            .append(agentsHost)
            .append("&tail=")
            .append(tail)
            .append("&follow=")
            .append(follow);
    revision.ifPresent(number -> uri.append("&revision=").append(number));
    if (since != null) {
      uri.append("&since=").append(since);
    }
    return uri.toString();
  }
}

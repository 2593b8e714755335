package io.berth.api.spec;

import java.time.Duration;
import java.util.Optional;

/**
 * How a container is probed by its agent.
 *
 * @param http asks for a path and takes any 2xx or 3xx answer as healthy; at most one of http and
 *     tcp is there
 * @param tcp takes an accepted connection as healthy
 * @param interval from the end of one probe to the start of the next
 * @param timeout after which a probe has failed
 * @param retries failures in a row that make it failing
 * @param startPeriod after the start, in which failures do not count
 */
public record Healthcheck(
    Optional<HttpProbe> http,
    Optional<TcpProbe> tcp,
    Duration interval,
    Duration timeout,
    int retries,
    Duration startPeriod) {

  /** An HTTP GET of {@code path} on the container's {@code port}. */
  public record HttpProbe(String path, int port) {}

  /** A TCP connection to the container's {@code port}. */
  public record TcpProbe(int port) {}
}

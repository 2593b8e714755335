package io.berth.api;

import java.time.Instant;

/**
 * One line that a container printed; on the wire one line of JSON ({@code application/x-ndjson}).
 *
 * @param host where the container runs
 * @param instance the container's name, the id of the instance; empty where Berth itself says
 *     something of the host
 * @param replica which copy
 * @param revision the revision that it runs for; 0 where Berth itself says something of the host
 * @param time when it was printed, by the clock of the host
 * @param stream {@code stdout} or {@code stderr}; {@link #BERTH} for what Berth has to say of the
 *     lines that are not there
 * @param line the text without its end of line, at most 16 KiB; one that was longer is cut and ends
 *     with {@code …}
 */
public record LogLine(
    String host,
    String instance,
    int replica,
    long revision,
    Instant time,
    String stream,
    String line) {
  /** What a container prints to its standard output. */
  public static final String STDOUT = "stdout";

  /** What a container prints to its standard error. */
  public static final String STDERR = "stderr";

  /** Why lines are missing: not printed by a container. */
  public static final String BERTH = "berth";

  /** Says why lines of a host are missing. */
  public static LogLine berth(String host, Instant time, String why) {
    return new LogLine(host, "", 0, 0, time, BERTH, why);
  }
}

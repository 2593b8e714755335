package io.berth.api;

import java.time.Instant;

/**
 * The outcome of one health probe.
 *
 * @param at when it ended
 * @param url what was asked: {@code http://172.17.0.2:80/up}, {@code tcp://172.17.0.2:3306}, or
 *     {@code healthcheck} for the image's own
 * @param status the HTTP status or the exit code of the image's own check; 0 where there was no
 *     answer
 * @param error what went wrong, empty when it passed
 */
public record Probe(Instant at, String url, int status, String error) {
  /** Whether it passed. */
  public boolean passed() {
    return error.isEmpty();
  }
}

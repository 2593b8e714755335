package io.berth.server.http;

import io.berth.server.catalog.InvalidRequest;
import io.berth.server.catalog.Precondition;
import io.berth.server.watch.Held;
import io.vertx.core.MultiMap;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads what must hold, and what is waited for: If-Match, If-None-Match and Prefer. */
final class Conditions {
  private static final Pattern REVISION = Pattern.compile("\"([1-9][0-9]{0,17})\"");
  private static final Pattern ETAG = Pattern.compile("\\s*(?:W/)?(\"[!#-~]*\"|\\*)\\s*(?:,|$)");
  private static final Pattern WAIT =
      Pattern.compile("(?:^|[,;])\\s*wait\\s*=\\s*([^,;]*)", Pattern.CASE_INSENSITIVE);
  private static final int LONGEST_WAIT = 60;

  private Conditions() {}

  /** Of a write. */
  static Precondition precondition(MultiMap headers) {
    String match = headers.get("If-Match");
    String noneMatch = headers.get("If-None-Match");
    if (match != null && noneMatch != null) {
      throw new InvalidRequest("If-None-Match", "cannot be given together with If-Match");
    }
    if (noneMatch != null) {
      if (!noneMatch.trim().equals("*")) {
        throw new InvalidRequest(
            "If-None-Match", "must be *, to put only what is not there; for a revision If-Match");
      }
      return Precondition.ifAbsent();
    }
    return match == null ? Precondition.none() : Precondition.ifMatch(revision(match));
  }

  private static long revision(String match) {
    Matcher matcher = REVISION.matcher(match.trim());
    if (!matcher.matches()) {
      throw new InvalidRequest(
          "If-Match", "must be one revision in quotes such as \"3\", not " + Quote.of(match));
    }
    return Long.parseLong(matcher.group(1));
  }

  /** Of a read: what the caller has; empty when it says nothing of it. */
  static Optional<Held> held(MultiMap headers) {
    String header = headers.get("If-None-Match");
    if (header == null) {
      return Optional.empty();
    }
    Set<String> etags = new HashSet<>();
    Matcher matcher = ETAG.matcher(header);
    int end = 0;
    while (end < header.length() && matcher.find(end) && matcher.start() == end) {
      etags.add(matcher.group(1));
      end = matcher.end();
    }
    if (end < header.length() || etags.isEmpty()) {
      throw new InvalidRequest(
          "If-None-Match", "must be an ETag in quotes as it was answered, not " + Quote.of(header));
    }
    return Optional.of(new Held(etags));
  }

  /** How long a read may wait for a change; empty for not at all. */
  static Optional<Duration> patience(MultiMap headers) {
    Matcher matcher = WAIT.matcher(String.join(",", headers.getAll("Prefer")));
    if (!matcher.find()) {
      return Optional.empty();
    }
    String seconds = matcher.group(1).trim();
    if (!seconds.matches("[0-9]{1,9}")) {
      throw new InvalidRequest(
          "Prefer",
          "wait must be a whole number of seconds such as wait=30, not " + Quote.of(seconds));
    }
    int wait = Math.min(Integer.parseInt(seconds), LONGEST_WAIT);
    return wait == 0 ? Optional.empty() : Optional.of(Duration.ofSeconds(wait));
  }
}

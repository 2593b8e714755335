package io.berth.agent.registry;

import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;
import org.slf4j.Logger;

/**
 * Says that something fails, once for each reason whichever server gave it, and once that it works
 * again, however often it was tried.
 */
final class Outage {
  private static final Pattern SERVER = Pattern.compile("https?://\\S+");

  private final Logger log;
  private final Set<String> said = new HashSet<>();

  Outage(Logger log) {
    this.log = log;
  }

  void began(String what) {
    if (said.add(SERVER.matcher(what).replaceAll(""))) {
      log.warn("{}", what);
    }
  }

  void ended(String what) {
    if (!said.isEmpty()) {
      log.info("{}", what);
      said.clear();
    }
  }
}

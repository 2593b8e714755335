package io.berth.agent.registry;

import java.util.HashSet;
import java.util.Set;
import org.slf4j.Logger;

/**
 * Says that something fails, once for each reason, and once that it works again, however often it
 * was tried.
 */
final class Outage {
  private final Logger log;
  private final Set<String> said = new HashSet<>();

  Outage(Logger log) {
    this.log = log;
  }

  void began(String what) {
    if (said.add(what)) {
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

package io.berth.agent.registry;

import org.slf4j.Logger;

/** Says once that something fails and once that it works again, however often it was tried. */
final class Outage {
  private final Logger log;
  private String said = "";

  Outage(Logger log) {
    this.log = log;
  }

  void began(String what) {
    if (!said.equals(what)) {
      log.warn("{}", what);
      said = what;
    }
  }

  void ended(String what) {
    if (!said.isEmpty()) {
      log.info("{}", what);
      said = "";
    }
  }
}

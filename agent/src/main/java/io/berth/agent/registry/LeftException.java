package io.berth.agent.registry;

import java.io.IOException;
import java.net.URI;

/** A server was left while it was waited for; another is asked now. */
final class LeftException extends IOException {
  private static final long serialVersionUID = 1;

  LeftException(URI server) {
    super(server + " is asked no more");
  }
}

package io.berth.server;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** The machine that this server runs on. */
final class Machine {
  private Machine() {}

  /** Its name, or an address where it has none. */
  static String name() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return InetAddress.getLoopbackAddress().getHostAddress();
    }
  }
}

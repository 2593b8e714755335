package io.berth.server;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a server listens or is reached.
 *
 * @param host a name or an address
 * @param port 0 to 65535; 0 for any that is free
 */
public record Address(String host, int port) {
  private static final Pattern SHAPE = Pattern.compile("\\[?(.+?)]?:([0-9]{1,5})");
  private static final int LARGEST = 65_535;

  /**
   * Reads {@code HOST:PORT}.
   *
   * @param flag what it is the value of, for the message
   * @throws StartRefused when it is none
   */
  static Address parse(String flag, String text) {
    Matcher matcher = SHAPE.matcher(text.strip());
    if (!matcher.matches()) {
      throw new StartRefused(flag + " must be HOST:PORT, not \"" + text + "\"");
    }
    int port = Integer.parseInt(matcher.group(2));
    if (port > LARGEST) {
      throw new StartRefused(flag + " needs a port from 0 to 65535, not " + port);
    }
    return new Address(matcher.group(1), port);
  }

  @Override
  public String toString() {
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
  }
}

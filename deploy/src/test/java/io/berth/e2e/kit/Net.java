package io.berth.e2e.kit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A bridge with network namespaces on it, each with an address of its own; this process has one
 * there too. Closing it removes all of it. The bridge carries the id of the process that made it,
 * so that what a killed run left behind is removed by the next one, and nothing else is.
 */
public final class Net implements AutoCloseable {
  private static final int TRIES = 50;
  private static final Pattern LEFTOVER =
      Pattern.compile("\\d+: (bt\\d{1,3}): .*\\balias berth-test ([0-9]+)");

  private final String bridge;
  private final String subnet;
  private final List<Namespace> namespaces = new ArrayList<>();

  private Net(String bridge) {
    this.bridge = bridge;
    this.subnet = "10.99." + bridge.substring(2) + ".";
  }

  /** Makes a bridge and a number of namespaces. */
  public static Net of(int namespaces) {
    removeLeftovers();
    Net net = bridge();
    try {
      root("ip", "link", "set", net.bridge, "alias", "berth-test " + ProcessHandle.current().pid());
      root("ip", "address", "add", net.gateway() + "/24", "dev", net.bridge);
      root("ip", "link", "set", net.bridge, "up");
      for (int i = 1; i <= namespaces; i++) {
        net.namespaces.add(Namespace.make(net.bridge + "-" + i, net.subnet + i, net.bridge));
      }
      return net;
    } catch (RuntimeException e) {
      net.close();
      throw e;
    }
  }

  /** The name says which addresses it has, and to add a link is atomic: no two runs get one. */
  private static Net bridge() {
    for (int tries = 1; ; tries++) {
      String name = "bt" + ThreadLocalRandom.current().nextInt(256);
      try {
        root("ip", "link", "add", "name", name, "type", "bridge");
        return new Net(name);
      } catch (IllegalStateException e) {
        if (tries == TRIES || !e.getMessage().contains("File exists")) {
          throw e;
        }
      }
    }
  }

  /** The address of this process on the bridge. */
  public String gateway() {
    return subnet + "254";
  }

  /** A namespace, counted from 0. */
  public Namespace namespace(int index) {
    return namespaces.get(index);
  }

  /** Lets no packet through between two namespaces. */
  public void cut(Namespace one, Namespace other) {
    one.cut(other.address());
    other.cut(one.address());
  }

  /** Undoes whatever was cut or is lost. */
  public void heal() {
    namespaces.forEach(Namespace::heal);
  }

  @Override
  public void close() {
    remove(bridge);
  }

  private static void removeLeftovers() {
    for (String line : root("ip", "-o", "-d", "link", "show", "type", "bridge").lines().toList()) {
      Matcher matcher = LEFTOVER.matcher(line);
      if (matcher.find() && ProcessHandle.of(Long.parseLong(matcher.group(2))).isEmpty()) {
        remove(matcher.group(1));
      }
    }
  }

  private static void remove(String bridge) {
    for (String line : root("ip", "netns", "list").lines().toList()) {
      String name = line.split(" ", 2)[0];
      if (name.startsWith(bridge + "-")) {
        Namespace.remove(name);
      }
    }
    root("ip", "link", "delete", bridge);
  }

  static String root(String... command) {
    return Ground.run(Map.of(), Ground.asRoot(Arrays.asList(command)));
  }
}

package io.berth.e2e.kit;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A network namespace with one address: a machine of its own, as far as the network goes. */
public final class Namespace {
  private final String name;
  private final String address;

  private Namespace(String name, String address) {
    this.name = name;
    this.address = address;
  }

  /** Makes one on a bridge. The two ends of its cable have its name outside and eth0 inside. */
  static Namespace make(String name, String address, String bridge) {
    Namespace namespace = new Namespace(name, address);
    Net.root("ip", "netns", "add", name);
    Net.root(
        "ip", "link", "add", "name", name, "type", "veth", "peer", "name", "eth0", "netns", name);
    Net.root("ip", "link", "set", name, "master", bridge, "up");
    Net.root("ip", "-n", name, "address", "add", address + "/24", "dev", "eth0");
    Net.root("ip", "-n", name, "link", "set", "eth0", "up");
    Net.root("ip", "-n", name, "link", "set", "lo", "up");
    return namespace;
  }

  /** The cable by itself: a process that was killed a moment ago may keep the namespace. */
  static void remove(String name) {
    Net.root("sh", "-c", "ip link delete " + name + " 2>/dev/null; ip netns delete " + name);
  }

  /** Its name, as {@code ip netns} lists it. */
  String name() {
    return name;
  }

  /** Its address. */
  public String address() {
    return address;
  }

  /** What a command is prefixed with to run in it, as the user that runs the tests. */
  public List<String> enter() {
    List<String> command = new ArrayList<>(List.of("nsenter", "--net=/run/netns/" + name));
    if (!Ground.isRoot()) {
      command.add("--setuid=" + Ground.run(Map.of(), List.of("id", "-u")).strip());
      command.add("--setgid=" + Ground.run(Map.of(), List.of("id", "-g")).strip());
    }
    return Ground.asRoot(command);
  }

  /** Lets no packet through between it and an address. */
  public void cut(String other) {
    iptables("-A", "INPUT", "-s", other, "-j", "DROP");
    iptables("-A", "OUTPUT", "-d", other, "-j", "DROP");
  }

  /** Lets no packet through between it and a port of an address. */
  public void cut(String other, int port) {
    iptables("-A", "INPUT", "-s", other, "-p", "tcp", "--sport", port + "", "-j", "DROP");
    iptables("-A", "OUTPUT", "-d", other, "-p", "tcp", "--dport", port + "", "-j", "DROP");
  }

  /** Drops packets from an address at random. */
  public void lose(String other, double share) {
    iptables(
        "-A",
        "INPUT",
        "-s",
        other,
        "-m",
        "statistic",
        "--mode",
        "random",
        "--probability",
        Double.toString(share),
        "-j",
        "DROP");
  }

  /** Sends connections to a port of an address elsewhere; those that are open stay as they are. */
  public void detour(String other, int port, String elsewhere, int elsewherePort) {
    iptables(
        "-t",
        "nat",
        "-A",
        "OUTPUT",
        "-d",
        other,
        "-p",
        "tcp",
        "--dport",
        port + "",
        "-j",
        "DNAT",
        "--to-destination",
        elsewhere + ":" + elsewherePort);
  }

  /** Undoes whatever was cut or is lost; detours stay. */
  public void heal() {
    iptables("-F");
  }

  private void iptables(String... arguments) {
    List<String> command =
        new ArrayList<>(List.of("nsenter", "--net=/run/netns/" + name, "iptables", "-w"));
    command.addAll(List.of(arguments));
    Net.root(command.toArray(String[]::new));
  }
}

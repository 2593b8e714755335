package io.berth.agent.supervise;

import io.berth.agent.reconcile.HostPort;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Set;
import java.util.stream.Collectors;

/** Finds out whether a port of the host is taken by trying to take it, for an instant. */
@FunctionalInterface
interface PortCheck {
  /** Those of the ports that somebody holds. */
  Set<HostPort> taken(Set<HostPort> ports);

  /** Tries them on this address. */
  static PortCheck on(String address) {
    return ports -> ports.stream().filter(port -> !free(port, address)).collect(Collectors.toSet());
  }

  private static boolean free(HostPort port, String address) {
    try {
      InetSocketAddress at = new InetSocketAddress(InetAddress.getByName(address), port.number());
      if (port.udp()) {
        try (DatagramSocket socket = new DatagramSocket(at)) {
          return socket.isBound();
        }
      }
      // As the engine's proxy does: what is left of closed connections is not in the way.
      try (ServerSocket socket = new ServerSocket()) {
        socket.setReuseAddress(true);
        socket.bind(at, 1);
        return true;
      }
    } catch (IOException e) {
      return false;
    }
  }
}

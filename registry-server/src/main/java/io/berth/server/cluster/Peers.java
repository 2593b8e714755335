package io.berth.server.cluster;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The peers to look for, by address. */
final class Peers {
  private static final Logger LOG = LoggerFactory.getLogger(Peers.class);

  private Peers() {}

  /** Every address of every name, each as {@code host:port}; a name that is not known is kept. */
  static List<String> addresses(List<String> peers) {
    List<String> addresses = new ArrayList<>();
    for (String peer : peers) {
      int colon = peer.lastIndexOf(':');
      String port = peer.substring(colon);
      try {
        for (InetAddress address : InetAddress.getAllByName(peer.substring(0, colon))) {
          addresses.add(address.getHostAddress() + port);
        }
      } catch (UnknownHostException e) {
        LOG.warn("there is no host {} to join", peer.substring(0, colon));
        addresses.add(peer);
      }
    }
    return addresses;
  }
}

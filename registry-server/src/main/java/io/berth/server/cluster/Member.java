package io.berth.server.cluster;

import com.hazelcast.config.Config;
import com.hazelcast.config.JoinConfig;
import com.hazelcast.config.MapConfig;
import com.hazelcast.config.MultiMapConfig;
import com.hazelcast.config.NetworkConfig;
import com.hazelcast.config.PartitioningStrategyConfig;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How a Hazelcast member is set up here: found by nobody who was not told, and quick to start. */
final class Member {
  private static final Logger LOG = LoggerFactory.getLogger(Member.class);

  private Member() {}

  static Config config(ClusterSettings settings, Identity identity) {
    Config config = new Config();
    config.setClusterName(settings.name());
    config.setClassLoader(Member.class.getClassLoader());
    config.getJetConfig().setEnabled(false);
    config.getMetricsConfig().setEnabled(false);
    config.getIntegrityCheckerConfig().setEnabled(false);
    config.getSerializationConfig().addDataSerializableFactory(Wire.FACTORY, new Wire());
    properties(config);
    network(config.getNetworkConfig(), settings);
    maps(config);
    config
        .getMemberAttributeConfig()
        .setAttribute(Roll.NAME, identity.name())
        .setAttribute(Roll.WIRE, Integer.toString(Wire.NUMBER));
    return config;
  }

  private static void properties(Config config) {
    config
        .setProperty("hazelcast.logging.type", "slf4j")
        .setProperty("hazelcast.phone.home.enabled", "false")
        .setProperty("hazelcast.shutdownhook.enabled", "false")
        .setProperty("hazelcast.graceful.shutdown.max.wait", "5")
        // Else the port is open on every address of the machine, whatever the interfaces say.
        .setProperty("hazelcast.socket.bind.any", "false")
        // Peers are listed, so there is nothing to wait for before they may join.
        .setProperty("hazelcast.wait.seconds.before.join", "0")
        // A peer that does not answer is given up in seconds, not minutes, and so are calls to it.
        .setProperty("hazelcast.heartbeat.interval.seconds", "1")
        .setProperty("hazelcast.max.no.heartbeat.seconds", "8")
        .setProperty("hazelcast.operation.call.timeout.millis", "8000")
        .setProperty("hazelcast.invocation.max.retry.count", "30")
        // After a split has healed, its parts come together as soon as they see each other.
        .setProperty("hazelcast.merge.first.run.delay.seconds", "5")
        .setProperty("hazelcast.merge.next.run.delay.seconds", "5");
  }

  private static void network(NetworkConfig network, ClusterSettings settings) {
    network.setPort(settings.port()).setPortAutoIncrement(false);
    network.getInterfaces().setEnabled(true).addInterface(own(settings.host()));
    JoinConfig join = network.getJoin();
    join.getAutoDetectionConfig().setEnabled(false);
    join.getMulticastConfig().setEnabled(false);
    join.getTcpIpConfig().setEnabled(true).setMembers(Peers.addresses(settings.join()));
  }

  /** The address that is listened on, as Hazelcast takes it: it resolves no name here. */
  private static String own(String host) {
    try {
      for (InetAddress address : InetAddress.getAllByName(host)) {
        if (NetworkInterface.getByInetAddress(address) != null) {
          return address.getHostAddress();
        }
      }
    } catch (UnknownHostException | SocketException e) {
      LOG.debug("{} is not known", host, e);
    }
    throw new ClusterRefused(
        "--cluster-listen must be an address of this machine that others reach, or its name, not "
            + host);
  }

  private static void maps(Config config) {
    config.addMapConfig(
        new MapConfig(Maps.HEADS)
            .setStatisticsEnabled(false)
            .setPartitioningStrategyConfig(new PartitioningStrategyConfig(new Home())));
    // Agents and instances report again within seconds: a copy that lags is good enough.
    for (String name : new String[] {Maps.REPORTS, Maps.RENEWALS, Maps.SERVERS}) {
      config.addMapConfig(
          new MapConfig(name).setStatisticsEnabled(false).setBackupCount(0).setAsyncBackupCount(1));
    }
    eventBus(config);
  }

  /** What the event bus of Vert.x asks of a member that it did not start itself. */
  private static void eventBus(Config config) {
    config.getMemberAttributeConfig().setAttribute("__vertx.nodeId", UUID.randomUUID().toString());
    config.addMultiMapConfig(
        new MultiMapConfig("__vertx.subs")
            .setBackupCount(1)
            .setValueCollectionType(MultiMapConfig.ValueCollectionType.SET));
    config.addMapConfig(new MapConfig("__vertx.haInfo").setBackupCount(1));
    config.addMapConfig(new MapConfig("__vertx.nodeInfo").setBackupCount(1));
  }
}

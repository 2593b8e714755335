package io.berth.e2e.kit;

import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * {@link Servers}, and several machines that reach them, and an image registry, through this
 * process. Closing it removes all they made.
 */
public final class Machines implements AutoCloseable {
  private final Path folder;
  private final String cluster;
  private final Servers servers;
  private final Net net;
  private final List<Relay> relays = new ArrayList<>();
  private final List<Machine> machines = new ArrayList<>();
  private final List<URI> urls = new ArrayList<>();

  private Machines(String name, int count) {
    folder = Ground.folder(name);
    cluster = folder.getFileName().toString().toLowerCase(Locale.ROOT);
    servers = Servers.of(cluster, folder);
    net = Net.of(count);
  }

  /**
   * Starts some, h1 and on; a label {@code name} says which is which.
   *
   * @param engines for each an argument of its engine, such as {@code --live-restore}; or empty
   */
  public static Machines open(String name, String... engines) {
    Machines machines = new Machines(name, engines.length);
    try {
      machines.start(List.of(engines));
      return machines;
    } catch (RuntimeException e) {
      machines.close();
      throw e;
    }
  }

  private void start(List<String> engines) {
    servers.start();
    servers.urls().forEach(url -> urls.add(URI.create("http://" + relayed(url))));
    String images = relayed(URI.create("http://" + Ground.imageRegistry()));
    for (int i = 0; i < engines.size(); i++) {
      String host = "h" + (i + 1);
      List<String> dockerd =
          Stream.of(engines.get(i), "--insecure-registry", net.gateway() + "/32")
              .filter(argument -> !argument.isEmpty())
              .toList();
      machines.add(
          new Machine(
              net.namespace(i),
              host,
              urls,
              cluster,
              folder.resolve(host),
              dockerd,
              List.of("--image-registry", images, "--labels", "name=" + host)));
    }
    machines.forEach(machine -> machine.host().launch());
    machines.forEach(machine -> machine.host().agent().awaitReady());
  }

  private String relayed(URI url) {
    Relay relay = Relay.of(net.gateway(), new InetSocketAddress(url.getHost(), url.getPort()));
    relays.add(relay);
    return net.gateway() + ":" + relay.port();
  }

  /** The REST API of one of the servers, {@link Servers#api()}. */
  public Api api() {
    return servers.api();
  }

  /** A machine, counted from 0. */
  public Machine machine(int index) {
    return machines.get(index);
  }

  /** All of them. */
  public List<Machine> all() {
    return List.copyOf(machines);
  }

  /**
   * Starts an image registry that the machines reach, with an image of the example program in it.
   */
  public ImageRegistry imageRegistry(String name, String image, String... environment) {
    ImageRegistry registry = ImageRegistry.on(net.gateway(), name);
    Images.pushTo(registry.address(), machines.get(0).ownEngine().dockerHost(), image, environment);
    return registry;
  }

  /** Lets no packet through between a machine and the servers; all else goes on. */
  public void cutFromServers(Machine machine) {
    urls.forEach(url -> machine.namespace().cut(net.gateway(), url.getPort()));
  }

  /** Undoes whatever was cut. */
  public void heal() {
    net.heal();
  }

  @Override
  public void close() {
    machines.forEach(Machine::close);
    net.close();
    relays.forEach(Relay::close);
    servers.close();
  }
}

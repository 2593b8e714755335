package io.berth.agent.kit;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.berth.api.Assignment;
import io.berth.api.Json;
import io.berth.api.spec.Deploy;
import io.berth.api.spec.DeployMode;
import io.berth.api.spec.Healthcheck;
import io.berth.api.spec.OnFailure;
import io.berth.api.spec.OnInconclusive;
import io.berth.api.spec.Order;
import io.berth.api.spec.Placement;
import io.berth.api.spec.Port;
import io.berth.api.spec.PortMode;
import io.berth.api.spec.Protocol;
import io.berth.api.spec.Resources;
import io.berth.api.spec.Restart;
import io.berth.api.spec.Spec;
import io.berth.api.spec.Strategy;
import io.berth.api.spec.Update;
import io.berth.api.spec.Volume;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Specs with the defaults of the server, and with what a test says otherwise. */
public final class SpecBuilder {
  private final List<Port> ports = new ArrayList<>();
  private final List<Volume> volumes = new ArrayList<>();
  private final Map<String, String> environment = new TreeMap<>();
  private final Map<String, String> labels = new TreeMap<>();
  private final ObjectNode settings = Json.mapper().createObjectNode();
  private String image = "web:v1";
  private List<String> command = List.of();
  private List<String> entrypoint = List.of();
  private Optional<Healthcheck> healthcheck = Optional.empty();
  private Duration grace = Duration.ofSeconds(5);
  private Restart restart = Restart.UNLESS_STOPPED;
  private Order order = Order.START_FIRST;
  private Duration minHealthy = Duration.ofSeconds(1);
  private Duration drainTimeout = Duration.ofSeconds(30);
  private Resources.Amount limits = Resources.Amount.NONE;
  private String registryAuth = "";

  /** Of the image {@code web:v1}, without ports. */
  public static SpecBuilder spec() {
    return new SpecBuilder();
  }

  public SpecBuilder image(String value) {
    image = value;
    return this;
  }

  public SpecBuilder hostPort(int target, int published) {
    ports.add(new Port(target, published, Protocol.TCP, PortMode.HOST, false));
    return this;
  }

  public SpecBuilder port(int target, int published) {
    ports.add(new Port(target, published, Protocol.TCP, PortMode.PROXY, false));
    return this;
  }

  public SpecBuilder udpPort(int target, int published) {
    ports.add(new Port(target, published, Protocol.UDP, PortMode.PROXY, false));
    return this;
  }

  public SpecBuilder volume(String source, String target, boolean exclusive) {
    volumes.add(new Volume(source, target, exclusive));
    return this;
  }

  public SpecBuilder environment(String name, String value) {
    environment.put(name, value);
    return this;
  }

  public SpecBuilder label(String name, String value) {
    labels.put(name, value);
    return this;
  }

  public SpecBuilder setting(String name, String value) {
    settings.put(name, value);
    return this;
  }

  public SpecBuilder command(String... words) {
    command = List.of(words);
    return this;
  }

  public SpecBuilder entrypoint(String... words) {
    entrypoint = List.of(words);
    return this;
  }

  public SpecBuilder http(String path, int port) {
    return healthcheck(
        new Healthcheck(
            Optional.of(new Healthcheck.HttpProbe(path, port)),
            Optional.empty(),
            Duration.ofMillis(500),
            Duration.ofSeconds(2),
            3,
            Duration.ofSeconds(30)));
  }

  public SpecBuilder healthcheck(Healthcheck value) {
    healthcheck = Optional.of(value);
    return this;
  }

  public SpecBuilder grace(Duration value) {
    grace = value;
    return this;
  }

  public SpecBuilder restart(Restart value) {
    restart = value;
    return this;
  }

  public SpecBuilder stopFirst() {
    order = Order.STOP_FIRST;
    return this;
  }

  public SpecBuilder minHealthy(Duration value) {
    minHealthy = value;
    return this;
  }

  public SpecBuilder drainTimeout(Duration value) {
    drainTimeout = value;
    return this;
  }

  public SpecBuilder limits(long cpus, long memory) {
    limits = new Resources.Amount(cpus, memory);
    return this;
  }

  public SpecBuilder registryAuth(String value) {
    registryAuth = value;
    return this;
  }

  public Spec build() {
    return new Spec(
        image,
        List.copyOf(ports),
        Map.copyOf(environment),
        settings.deepCopy(),
        command,
        entrypoint,
        "",
        "",
        List.copyOf(volumes),
        healthcheck,
        "SIGTERM",
        grace,
        restart,
        Map.copyOf(labels),
        registryAuth,
        new Deploy(
            DeployMode.REPLICATED,
            1,
            new Resources(limits, Resources.Amount.NONE),
            new Placement(List.of(), List.of(), 0),
            update(),
            5,
            Optional.empty()),
        Map.of());
  }

  private Update update() {
    return new Update(
        Strategy.ROLLING,
        order,
        1,
        minHealthy,
        Duration.ofMinutes(2),
        Duration.ofMinutes(10),
        Duration.ofSeconds(10),
        OnFailure.ROLLBACK,
        drainTimeout,
        List.of(),
        true,
        new Update.Analysis(50, 1.1, 1.2, 1.5, 1.5, OnInconclusive.PAUSE));
  }

  /** Replica 0 of {@code default/web} on {@code h1}, not settled. */
  public Assignment assigned(long revision, String pinned) {
    return assigned("web", 0, revision, pinned, false);
  }

  /** On {@code h1} in the namespace {@code default}. */
  public Assignment assigned(
      String service, int replica, long revision, String pinned, boolean settled) {
    return new Assignment("default", service, replica, "h1", revision, pinned, build(), settled);
  }
}

package io.berth.sdk;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.berth.api.Instances;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * A service's way to the registry. One per process is enough; every method may be called by any
 * thread.
 *
 * <pre>{@code
 * BerthClient client = BerthClient.builder().endpoints("http://127.0.0.1:7400").build();
 * Lookup web = client.lookup("web");
 * Instance instance = web.pick();
 * }</pre>
 *
 * <p>Of several endpoints each client prefers one, drawn at random so that clients spread; it
 * leaves a server that fails or is not ready within 2 s, and returns when that was ready for a
 * while. An entry that is wrong (nobody there, a web server of another kind) costs nothing else.
 */
public final class BerthClient implements AutoCloseable {
  private static final Duration LAST_LISTENERS = Duration.ofSeconds(2);

  private final String namespace;
  private final Surroundings surroundings;
  private final Optional<Path> cacheDirectory;
  private final Duration emptyGrace;
  private final ObjectMapper settingsMapper;
  private final LongSupplier clock;
  private final Link link;
  private final Loop listenerThread = new Loop("berth-client-listeners");

  private final Map<LookupKey, Lookup> lookups = new ConcurrentHashMap<>();
  private final Map<SettingsKey, Settings<?>> settings = new ConcurrentHashMap<>();
  private final Set<Lease> leases = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  BerthClient(BerthClientBuilder from, Link link) {
    this.namespace = from.namespace();
    this.surroundings = from.surroundings();
    this.cacheDirectory = from.cacheDirectory();
    this.emptyGrace = from.emptyGrace();
    this.settingsMapper = from.settingsMapper();
    this.clock = from.clock();
    this.link = link;
    link.loop().execute(new Prober(link)::start);
  }

  /** Begins to say how a client is to be. */
  public static BerthClientBuilder builder() {
    return new BerthClientBuilder(System.getenv());
  }

  /** The live view of a service's passing instances, picked in turn. */
  public Lookup lookup(String service) {
    return lookup(service, Strategy.roundRobin());
  }

  /**
   * The live view of a service's passing instances. The first call begins to watch and reads the
   * disk cache, but waits for no server; the same service and strategy get the same view, which
   * lives as long as the client.
   *
   * @throws IllegalArgumentException if that cannot be the name of a service
   */
  public Lookup lookup(String service, Strategy strategy) {
    checkOpen();
    return lookups.computeIfAbsent(
        new LookupKey(Names.service(service), strategy), this::newLookup);
  }

  /**
   * The live view of a service's settings, read into a type by Jackson: a record, a class, {@code
   * Map} or {@code JsonNode}. The first call begins to watch and reads the disk cache, but waits
   * for no server; the same service and type get the same view, which lives as long as the client.
   *
   * <p>A program that runs as an instance of the service (BERTH_SERVICE and BERTH_INSTANCE, which
   * the agent sets) gets the settings of the revision that this instance runs.
   *
   * @throws IllegalArgumentException if that cannot be the name of a service
   */
  @SuppressWarnings("unchecked") // the key holds the type
  public <T> Settings<T> settings(String service, Class<T> type) {
    checkOpen();
    return (Settings<T>)
        settings.computeIfAbsent(new SettingsKey(Names.service(service), type), this::newSettings);
  }

  /**
   * Begins to register this process as an instance of a service.
   *
   * @throws IllegalArgumentException if that cannot be the name of a service
   */
  public LeaseBuilder register(String service) {
    checkOpen();
    return new LeaseBuilder(this, Names.service(service), surroundings.host().orElse(null));
  }

  /** Deletes what this client registered, as {@link Lease#close} does, and ends every view. */
  @Override
  public void close() {
    closed = true;
    leases.forEach(Lease::beginClose);
    leases.forEach(Lease::awaitClosed);
    link.loop()
        .execute(
            () -> {
              link.transport().abortAll();
              link.loop().close();
            });
    lookups.values().forEach(Lookup::close);
    settings.values().forEach(Settings::close);
    listenerThread.drain(LAST_LISTENERS);
  }

  Lease start(String service, String id, byte[] registration, Duration ttl) {
    checkOpen();
    String path = pathOf(service) + "/instances/" + id;
    Lease lease = new Lease(id, path, registration, ttl, link, clock);
    leases.removeIf(Lease::isClosed);
    leases.add(lease);
    link.loop().execute(lease::put);
    return lease;
  }

  private Lookup newLookup(LookupKey key) {
    Lookup lookup =
        new Lookup(
            namespace,
            key.service(),
            key.strategy(),
            cache(key.service(), "instances", Instances.class),
            new EmptyGuard(emptyGrace, clock),
            link.pace().longPoll(),
            listenerThread);
    watch(pathOf(key.service()) + "/instances?passing=true", lookup.view());
    return lookup;
  }

  private Settings<?> newSettings(SettingsKey key) {
    Settings<?> view =
        new Settings<>(
            namespace,
            key.service(),
            key.type(),
            settingsMapper,
            cache(key.service(), "settings", io.berth.api.Settings.class),
            link.pace().longPoll(),
            listenerThread);
    String query =
        surroundings.instanceOf(namespace, key.service()).map(id -> "?instance=" + id).orElse("");
    watch(pathOf(key.service()) + "/settings" + query, view.view());
    return view;
  }

  private void watch(String path, View view) {
    link.loop().execute(new Watch(path, view, link)::ask);
  }

  /** Names hold no dots and no separators, so each service has files of its own. */
  private <T> CacheFile<T> cache(String service, String what, Class<T> type) {
    return new CacheFile<>(
        cacheDirectory.map(
            folder -> folder.resolve(namespace + "." + service + "." + what + ".json")),
        type,
        listenerThread);
  }

  private String pathOf(String service) {
    return "/v1/namespaces/" + namespace + "/services/" + service;
  }

  private void checkOpen() {
    if (closed) {
      throw new IllegalStateException("the client is closed");
    }
  }

  private record LookupKey(String service, Strategy strategy) {}

  private record SettingsKey(String service, Class<?> type) {}
}

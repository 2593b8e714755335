package io.berth.agent.kit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.Container;
import com.github.dockerjava.core.DefaultDockerClientConfig;
import com.github.dockerjava.core.DockerClientImpl;
import com.github.dockerjava.zerodep.ZerodepDockerHttpClient;
import io.berth.agent.Agent;
import io.berth.agent.AgentOptions;
import io.berth.agent.proxy.RunningProxy;
import io.berth.agent.site.Site;
import io.berth.api.HostStatus;
import io.berth.api.ImageOrder;
import io.berth.api.ImageState;
import io.berth.api.ImageStatus;
import io.berth.api.Status;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A host with a real engine and a real image registry, an agent on it, and a stub for its server. A
 * cluster of its own for each test, whose containers are gone after it.
 */
public final class RealHost implements BeforeEachCallback, AfterEachCallback {
  private static final Duration PATIENCE = Duration.ofSeconds(40);

  private final String dockerHost = required("BERTH_TEST_DOCKER_HOST");
  private final String imageRegistry = required("BERTH_TEST_IMAGE_REGISTRY");
  private String cluster;
  private Path data;
  private StubRegistry registry;
  private DockerClient docker;
  private RunningProxy proxy;
  private Agent agent;
  private String dockerOfAgent;
  private Optional<Path> credentials;
  private List<URI> servers;

  private static String required(String variable) {
    return Objects.requireNonNull(
        System.getenv(variable), variable + " is not set; deploy/verify sets it");
  }

  @Override
  public void beforeEach(ExtensionContext context) throws IOException {
    cluster = "it-" + UUID.randomUUID().toString().substring(0, 8);
    data = Files.createTempDirectory("berth-agent");
    proxy = RunningProxy.start(data);
    registry = new StubRegistry(cluster);
    dockerOfAgent = dockerHost;
    credentials = Optional.empty();
    servers = List.of(registry.uri());
    DefaultDockerClientConfig config =
        DefaultDockerClientConfig.createDefaultConfigBuilder().withDockerHost(dockerHost).build();
    docker =
        DockerClientImpl.getInstance(
            config,
            new ZerodepDockerHttpClient.Builder().dockerHost(config.getDockerHost()).build());
  }

  @Override
  public void afterEach(ExtensionContext context) throws IOException {
    stopAgent();
    proxy.close();
    containers().forEach(name -> docker.removeContainerCmd(name).withForce(true).exec());
    registry.close();
    docker.close();
    deleteData();
  }

  /** Starts the agent, again after a stop. */
  public void startAgent() {
    Site site = new Site(cluster, "h1", "127.0.0.1", "127.0.0.1", Map.of("zone", "a"));
    try {
      agent =
          new Agent(
              new AgentOptions(
                  site, servers, dockerOfAgent, data, credentials, imageRegistry, "127.0.0.1", 0),
              "test");
      agent.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public void stopAgent() {
    if (agent != null) {
      agent.close();
      agent = null;
    }
  }

  /** As if its disk was lost. */
  public void deleteData() {
    try (Stream<Path> all = Files.walk(data)) {
      all.sorted(Comparator.reverseOrder()).forEach(RealHost::delete);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void delete(Path path) {
    try {
      Files.deleteIfExists(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public StubRegistry registry() {
    return registry;
  }

  public DockerClient docker() {
    return docker;
  }

  public String dockerHost() {
    return dockerHost;
  }

  public String imageRegistry() {
    return imageRegistry;
  }

  public String cluster() {
    return cluster;
  }

  public Path data() {
    return data;
  }

  /** From the next start of the agent on. */
  public void dockerOfAgent(String address) {
    dockerOfAgent = address;
  }

  /** From the next start of the agent on. */
  public void credentials(Path file) {
    credentials = Optional.of(file);
  }

  /** From the next start of the agent on. */
  public void servers(URI... all) {
    servers = List.of(all);
  }

  /** Has the agent make an image ready, and answers what it is pinned to. */
  public String ready(String image) {
    registry.order(new ImageOrder(image, "", "default.web." + image));
    ImageStatus status = image(image, one -> one.state() != ImageState.PULLING);
    if (status.state() != ImageState.READY) {
      throw new AssertionError(status.error());
    }
    return status.pinned();
  }

  /** Waits until the agent says that of an order. */
  public ImageStatus image(String image, Predicate<ImageStatus> condition) {
    return await()
        .atMost(PATIENCE)
        .until(
            () ->
                registry.status().stream()
                    .flatMap(status -> status.images().stream())
                    .filter(one -> one.image().equals(image))
                    .filter(condition)
                    .findFirst(),
            Optional::isPresent)
        .get();
  }

  /** Waits until the agent says that of its whole host. */
  public HostStatus status(Predicate<HostStatus> condition) {
    try {
      return await()
          .atMost(PATIENCE)
          .until(() -> registry.status().filter(condition), Optional::isPresent)
          .get();
    } catch (ConditionTimeoutException e) {
      throw new AssertionError("the last status was " + registry.status(), e);
    }
  }

  /** Waits until the agent says that of one of its containers. */
  public Status instance(Predicate<Status> condition) {
    return status(status -> status.statuses().stream().anyMatch(condition)).statuses().stream()
        .filter(condition)
        .findFirst()
        .orElseThrow();
  }

  /** Waits until the container that fits the assignment of this revision counts. */
  public Status counted(long revision) {
    return instance(one -> one.current() && one.revision() == revision && one.counted());
  }

  /** Starts the agent, with one replica that counts. */
  public Status runOne() {
    startAgent();
    SpecBuilder web = SpecBuilder.spec().port(80, 0).http("/up", 80);
    registry.assign(web.assigned("web", 0, 1, ready("web:v1"), true));
    return counted(1);
  }

  /** It alone is there, and runs as it did. */
  public void assertUntouched(Status before) {
    assertThat(running()).containsExactly(before.instance());
    assertThat(Instant.parse(inspect(before.instance()).getState().getStartedAt()))
        .isEqualTo(before.startedAt());
  }

  /** The names of this cluster's containers, running or not. */
  public List<String> containers() {
    return listed().map(RealHost::name).sorted().toList();
  }

  /** The names of this cluster's running containers. */
  public List<String> running() {
    return listed()
        .filter(container -> container.getState().equals("running"))
        .map(RealHost::name)
        .sorted()
        .toList();
  }

  private Stream<Container> listed() {
    return docker
        .listContainersCmd()
        .withShowAll(true)
        .withLabelFilter(Map.of("berth.cluster", cluster))
        .exec()
        .stream();
  }

  private static String name(Container container) {
    return container.getNames()[0].substring(1);
  }

  public InspectContainerResponse inspect(String name) {
    return docker.inspectContainerCmd(name).exec();
  }

  /** Runs a container that no agent made. */
  public void create(String name, List<String> labels) {
    Map<String, String> all = new HashMap<>();
    labels.forEach(
        label ->
            all.put(
                label.substring(0, label.indexOf('=')), label.substring(label.indexOf('=') + 1)));
    docker.createContainerCmd(imageRegistry + "/web:v1").withName(name).withLabels(all).exec();
    docker.startContainerCmd(name).exec();
  }

  /** If it is there. */
  public void removeContainer(String name) {
    try {
      docker.removeContainerCmd(name).withForce(true).exec();
    } catch (NotFoundException gone) {
      // As it should be.
    }
  }

  /** The id of an image, which is pulled if it is not here. */
  public String inspectImage(String reference) {
    try {
      docker.pullImageCmd(reference).start().awaitCompletion();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    return docker.inspectImageCmd(reference).exec().getId();
  }

  /** If it is here. */
  public void removeImage(String reference) {
    try {
      docker.removeImageCmd(reference).withForce(true).exec();
    } catch (NotFoundException gone) {
      // As it should be.
    }
  }

  public boolean hasImage(String reference) {
    try {
      docker.inspectImageCmd(reference).exec();
      return true;
    } catch (NotFoundException e) {
      return false;
    }
  }

  /** What a GET answers; empty for no answer. */
  public static Optional<String> get(String url) {
    try (InputStream in = URI.create(url).toURL().openStream()) {
      return Optional.of(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** Free ports of this host. */
  public static List<Integer> freePorts(int count) {
    List<ServerSocket> sockets = new ArrayList<>();
    try {
      for (int i = 0; i < count; i++) {
        sockets.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
      }
      return sockets.stream().map(ServerSocket::getLocalPort).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      sockets.forEach(RealHost::close);
    }
  }

  private static void close(ServerSocket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Runs a program to its end. */
  public static void run(String... words) {
    try {
      Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        throw new AssertionError(Arrays.toString(words) + ": " + said);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}

package io.berth.agent.container.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.exception.NotModifiedException;
import io.berth.agent.container.Blueprint;
import io.berth.agent.container.Container;
import io.berth.agent.container.Engine;
import io.berth.agent.container.EngineException;
import io.berth.agent.container.Labels;
import io.berth.agent.site.Site;
import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** The containers of one cluster and host on a Docker engine. */
public final class DockerEngine implements Engine {
  private static final Duration QUICK = Duration.ofSeconds(20);
  private static final Duration SLOW = Duration.ofMinutes(2);
  private static final Duration AFTER_GRACE = Duration.ofSeconds(30);

  private final DockerConnection connection;
  private final DockerClient client;
  private final Map<String, String> ours;

  /** Sees nothing but the containers of this site. */
  public DockerEngine(DockerConnection connection, Site site) {
    this.connection = connection;
    this.client = connection.client();
    this.ours = Map.of(Labels.CLUSTER, site.cluster(), Labels.HOST, site.host());
  }

  @Override
  public Facts facts() {
    return call(QUICK, () -> Raw.facts(connection.http()));
  }

  @Override
  public List<Container> containers(Map<String, Container> known) {
    return call(
        QUICK,
        () ->
            client.listContainersCmd().withShowAll(true).withLabelFilter(ours).exec().stream()
                .map(listed -> container(listed, known))
                .flatMap(Optional::stream)
                .toList());
  }

  private Optional<Container> container(
      com.github.dockerjava.api.model.Container listed, Map<String, Container> known) {
    return Arrays.stream(listed.getNames())
        .map(name -> known.get(name.substring(1)))
        .filter(one -> one != null && one.id().equals(listed.getId()))
        .findFirst()
        .or(() -> inspect(listed.getId()));
  }

  private Optional<Container> inspect(String id) {
    try {
      return Inspection.read(client.inspectContainerCmd(id).exec());
    } catch (NotFoundException removedMeanwhile) {
      return Optional.empty();
    }
  }

  @Override
  public String create(Blueprint blueprint) {
    return call(SLOW, () -> Creation.command(client, blueprint).exec().getId());
  }

  @Override
  public void start(String name) {
    call(
        SLOW,
        () -> {
          try {
            return client.startContainerCmd(name).exec();
          } catch (NotModifiedException runs) {
            return null;
          }
        });
  }

  @Override
  public void stop(String name, Duration grace) {
    call(
        grace.plus(AFTER_GRACE),
        () -> {
          try {
            return client.stopContainerCmd(name).withTimeout(Creation.seconds(grace)).exec();
          } catch (NotModifiedException | NotFoundException ended) {
            return null;
          }
        });
  }

  @Override
  public void remove(String name) {
    call(
        SLOW,
        () -> {
          try {
            return client.removeContainerCmd(name).withRemoveVolumes(true).exec();
          } catch (NotFoundException gone) {
            return null;
          }
        });
  }

  @Override
  public List<String> log(String name, int lines) {
    return call(
        QUICK,
        () -> {
          try (LogTail tail = new LogTail(lines)) {
            return tail.read(client.logContainerCmd(name));
          }
        });
  }

  @Override
  public Usage usage(String name) {
    return call(QUICK, () -> Raw.usage(connection.http(), name));
  }

  @Override
  public Closeable follow(Consumer<String> changed, Runnable ended) {
    Following following = new Following(changed, ended);
    client
        .eventsCmd()
        .withEventTypeFilter("container")
        .withLabelFilter(ours)
        .withEventFilter(Following.EVENTS)
        .exec(following);
    return following;
  }

  private <T> T call(Duration limit, Supplier<T> call) {
    return connection.deadlines().within(limit, call);
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (IOException e) {
      throw new EngineException(EngineException.Kind.AWAY, String.valueOf(e.getMessage()));
    }
  }
}

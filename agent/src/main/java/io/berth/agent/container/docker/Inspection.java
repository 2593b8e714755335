package io.berth.agent.container.docker;

import com.github.dockerjava.api.command.HealthState;
import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.command.InspectContainerResponse.ContainerState;
import com.github.dockerjava.api.model.ContainerNetwork;
import com.github.dockerjava.api.model.NetworkSettings;
import io.berth.agent.container.Container;
import io.berth.agent.container.Container.OwnCheck;
import io.berth.agent.container.Container.Run;
import io.berth.agent.container.Container.Shape;
import io.berth.agent.container.Labels;
import io.berth.agent.reconcile.Phase;
import io.berth.api.Probe;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** How the engine's description of a container is read. */
final class Inspection {
  private static final int DEFAULT_GRACE_SECONDS = 10;
  private static final String NEVER = "0001-01-01T00:00:00Z";

  private Inspection() {}

  /** Empty where its labels are not whole: then an agent did not make it. */
  static Optional<Container> read(InspectContainerResponse raw) {
    return Labels.read(raw.getConfig().getLabels())
        .map(
            labels ->
                new Container(
                    raw.getId(),
                    raw.getName().substring(1),
                    labels,
                    run(raw),
                    shape(raw),
                    time(raw.getCreated())));
  }

  private static Run run(InspectContainerResponse raw) {
    ContainerState state = raw.getState();
    Phase phase = phase(state);
    boolean running = phase == Phase.RUNNING;
    Instant startedAt = time(state.getStartedAt());
    return new Run(
        phase,
        startedAt,
        running || startedAt == null ? null : time(state.getFinishedAt()),
        state.getExitCodeLong() == null ? 0 : state.getExitCodeLong().intValue(),
        Boolean.TRUE.equals(state.getOOMKilled()),
        state.getError() == null ? "" : Faults.readable(state.getError()),
        running ? address(raw.getNetworkSettings()) : "",
        PublishedPorts.bound(raw.getNetworkSettings().getPorts()),
        check(state.getHealth()));
  }

  private static Phase phase(ContainerState state) {
    return switch (state.getStatus() == null ? "" : state.getStatus()) {
      case "created" -> Phase.CREATED;
      case "running", "paused", "restarting" -> Phase.RUNNING;
      case "dead", "removing" -> Phase.DEAD;
      default -> Phase.ENDED;
    };
  }

  private static String address(NetworkSettings settings) {
    return settings.getNetworks().values().stream()
        .map(ContainerNetwork::getIpAddress)
        .filter(address -> address != null && !address.isEmpty())
        .findFirst()
        .orElse("");
  }

  private static Shape shape(InspectContainerResponse raw) {
    List<String> command = new ArrayList<>(List.of(raw.getPath()));
    command.addAll(Arrays.asList(raw.getArgs()));
    List<String[]> binds =
        Arrays.stream(raw.getHostConfig().getBinds())
            .map(bind -> new String[] {bind.getPath(), bind.getVolume().getPath()})
            .toList();
    return new Shape(
        PublishedPorts.fixed(raw.getHostConfig().getPortBindings()),
        binds.stream().map(bind -> bind[0]).collect(Collectors.toUnmodifiableSet()),
        grace(raw),
        List.copyOf(command),
        binds.stream().map(bind -> bind[0] + ":" + bind[1]).toList());
  }

  /** The client library does not know the key, but keeps it. */
  private static Duration grace(InspectContainerResponse raw) {
    if (raw.getRawValues().get("Config") instanceof Map<?, ?> config
        && config.get("StopTimeout") instanceof Number seconds) {
      return Duration.ofSeconds(seconds.longValue());
    }
    return Duration.ofSeconds(DEFAULT_GRACE_SECONDS);
  }

  private static Optional<OwnCheck> check(HealthState health) {
    if (health == null || health.getStatus() == null || health.getStatus().equals("none")) {
      return Optional.empty();
    }
    List<Probe> probes =
        health.getLog() == null
            ? List.of()
            : health.getLog().stream()
                .map(log -> probe(log.getEnd(), log.getExitCodeLong(), log.getOutput()))
                .toList();
    return Optional.of(new OwnCheck(health.getStatus().toLowerCase(Locale.ROOT), probes));
  }

  private static Probe probe(String end, Long exitCode, String output) {
    int status = exitCode == null ? 0 : exitCode.intValue();
    String said = output == null ? "" : output.strip();
    String error = status == 0 ? "" : said.isEmpty() ? "exited with code " + status : said;
    return new Probe(time(end), "healthcheck", status, error);
  }

  private static Instant time(String text) {
    return text == null || text.isEmpty() || text.equals(NEVER)
        ? null
        : OffsetDateTime.parse(text).toInstant();
  }
}

package io.berth.agent.container.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.CreateContainerCmd;
import com.github.dockerjava.api.model.AccessMode;
import com.github.dockerjava.api.model.Bind;
import com.github.dockerjava.api.model.ExposedPort;
import com.github.dockerjava.api.model.HealthCheck;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.PortBinding;
import com.github.dockerjava.api.model.Ports;
import com.github.dockerjava.api.model.RestartPolicy;
import com.github.dockerjava.api.model.Volume;
import io.berth.agent.container.Blueprint;
import io.berth.api.spec.Healthcheck;
import io.berth.api.spec.Port;
import io.berth.api.spec.Protocol;
import io.berth.api.spec.Resources;
import io.berth.api.spec.Spec;
import java.time.Duration;
import java.util.List;

/** The call that makes a container of a blueprint. */
final class Creation {
  private static final long NANOS_PER_MILLICORE = 1_000_000;

  private Creation() {}

  static CreateContainerCmd command(DockerClient client, Blueprint blueprint) {
    Spec spec = blueprint.spec();
    CreateContainerCmd command =
        client
            .createContainerCmd(blueprint.image())
            .withName(blueprint.name())
            .withEnv(
                blueprint.environment().entrySet().stream()
                    .map(variable -> variable.getKey() + "=" + variable.getValue())
                    .toList())
            .withLabels(blueprint.labels())
            .withExposedPorts(spec.ports().stream().map(Creation::exposed).toList())
            .withStopTimeout(seconds(spec.stopGracePeriod()))
            .withHostConfig(host(blueprint));
    if (!spec.command().isEmpty()) {
      command.withCmd(spec.command());
    }
    if (!spec.entrypoint().isEmpty()) {
      command.withEntrypoint(spec.entrypoint());
    }
    if (!spec.user().isEmpty()) {
      command.withUser(spec.user());
    }
    if (!spec.workingDir().isEmpty()) {
      command.withWorkingDir(spec.workingDir());
    }
    if (!spec.stopSignal().isEmpty()) {
      command.withStopSignal(spec.stopSignal());
    }
    spec.healthcheck().ifPresent(check -> command.withHealthcheck(own(check)));
    return command;
  }

  /** An engine counts whole seconds; nothing is cut short by that. */
  static int seconds(Duration grace) {
    return (int) Math.min(Integer.MAX_VALUE, grace.plusMillis(999).toSeconds());
  }

  private static HostConfig host(Blueprint blueprint) {
    Spec spec = blueprint.spec();
    HostConfig host =
        HostConfig.newHostConfig()
            .withRestartPolicy(RestartPolicy.noRestart())
            .withBinds(spec.volumes().stream().map(Creation::bind).toList())
            .withPortBindings(
                spec.ports().stream()
                    .map(port -> published(port, blueprint.publishAddress()))
                    .toList());
    Resources.Amount limits = spec.deploy().resources().limits();
    if (limits.cpus() > 0) {
      host.withNanoCPUs(limits.cpus() * NANOS_PER_MILLICORE);
    }
    if (limits.memory() > 0) {
      host.withMemory(limits.memory());
    }
    return host;
  }

  private static ExposedPort exposed(Port port) {
    return port.protocol() == Protocol.UDP
        ? ExposedPort.udp(port.target())
        : ExposedPort.tcp(port.target());
  }

  /** What the proxy publishes has a port of the engine's choice too, for others than the proxy. */
  private static PortBinding published(Port port, String address) {
    String number = port.isFixed() ? Integer.toString(port.published()) : "";
    return new PortBinding(new Ports.Binding(address, number), exposed(port));
  }

  private static Bind bind(io.berth.api.spec.Volume volume) {
    return new Bind(volume.source(), new Volume(volume.target()), AccessMode.rw);
  }

  /** An image's own check is switched off when the agent probes, else given the spec's timing. */
  private static HealthCheck own(Healthcheck check) {
    if (check.http().isPresent() || check.tcp().isPresent()) {
      return new HealthCheck().withTest(List.of("NONE"));
    }
    return new HealthCheck()
        .withInterval(check.interval().toNanos())
        .withTimeout(check.timeout().toNanos())
        .withRetries(check.retries())
        .withStartPeriod(check.startPeriod().toNanos());
  }
}

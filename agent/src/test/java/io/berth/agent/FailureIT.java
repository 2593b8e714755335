package io.berth.agent;

import static io.berth.agent.kit.SpecBuilder.spec;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.berth.agent.kit.RealHost;
import io.berth.agent.kit.SpecBuilder;
import io.berth.api.ContainerRecord;
import io.berth.api.Health;
import io.berth.api.InstanceState;
import io.berth.api.RecordReason;
import io.berth.api.Status;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Containers that crash, cannot start or will not end, on a real engine. */
class FailureIT {
  @RegisterExtension final RealHost host = new RealHost();

  @Test
  void aContainerThatCrashesIsRecordedWithItsOutputAndStartedAgainAfterAPause() {
    host.startAgent();
    String crash = host.ready("web:crash");
    host.registry()
        .assign(spec().image("web:crash").environment("CRASH_AFTER_S", "1").assigned(1, crash));
    Status waiting = host.instance(one -> one.state() == InstanceState.BACKING_OFF);
    assertThat(waiting.exitCode()).isEqualTo(7);
    assertThat(waiting.error()).isEqualTo("exited with code 7");
    Status again =
        host.instance(one -> one.state() == InstanceState.RUNNING && one.restarts() == 1);
    assertThat(again.error()).isEmpty();
    assertThat(Duration.between(waiting.startedAt(), again.startedAt()))
        .isGreaterThan(Duration.ofSeconds(2));
    await().until(() -> !host.registry().records().isEmpty());
    ContainerRecord record = host.registry().records().get(waiting.instance() + ".1");
    assertThat(record.reason()).isEqualTo(RecordReason.FAILED);
    assertThat(record.detail()).isEqualTo("exited with code 7");
    assertThat(record.exitCode()).isEqualTo(7);
    assertThat(record.log()).hasSize(100);
    assertThat(record.command()).isNotEmpty();
  }

  @Test
  void aProgramThatDoesNotExistIsReportedWithWhatTheEngineSays() {
    host.startAgent();
    String v1 = host.ready("web:v1");
    host.registry().assign(spec().entrypoint("/nowhere").assigned(1, v1));
    Status failed = host.instance(one -> one.state() == InstanceState.FAILED);
    assertThat(failed.error()).contains("/nowhere").contains("no such file");
    assertThat(failed.current()).isTrue();
  }

  @Test
  void aHostPortThatAnotherProcessHoldsIsNamedAndTheOldContainerGoesOnUntouched()
      throws IOException {
    List<Integer> ports = RealHost.freePorts(2);
    host.startAgent();
    String v1 = host.ready("web:v1");
    host.registry()
        .assign(spec().port(80, ports.get(0)).http("/up", 80).assigned("web", 0, 1, v1, true));
    Status old = host.counted(1);
    try (ServerSocket foreign =
        new ServerSocket(ports.get(1), 1, InetAddress.getLoopbackAddress())) {
      SpecBuilder moved = spec().port(80, ports.get(1)).http("/up", 80).stopFirst();
      host.registry().assign(moved.assigned(2, v1));
      Status failed = host.instance(one -> one.state() == InstanceState.FAILED);
      assertThat(failed.error())
          .isEqualTo("host port " + foreign.getLocalPort() + " is held by another process");
      assertThat(Instant.parse(host.inspect(old.instance()).getState().getStartedAt()))
          .isEqualTo(old.startedAt());
      assertThat(host.running()).containsExactly(old.instance());
    }
    host.counted(2);
  }

  @Test
  void aHostPortThatIsTakenAtTheFirstStartIsNamedToo() throws IOException {
    host.startAgent();
    String v1 = host.ready("web:v1");
    try (ServerSocket foreign = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      host.registry().assign(spec().port(80, foreign.getLocalPort()).assigned(1, v1));
      Status failed = host.instance(one -> one.state() == InstanceState.FAILED);
      assertThat(failed.error())
          .startsWith("host port " + foreign.getLocalPort() + " is held by another process");
    }
    host.counted(1);
  }

  @Test
  void theOldContainerComesBackWhenTheNewOneCouldNotStart() throws IOException {
    List<Integer> ports = RealHost.freePorts(2);
    host.startAgent();
    String v1 = host.ready("web:v1");
    SpecBuilder good = spec().port(80, ports.get(0)).http("/up", 80);
    host.registry().assign(good.assigned("web", 0, 1, v1, true));
    Status old = host.counted(1);
    try (ServerSocket foreign =
        new ServerSocket(ports.get(1), 1, InetAddress.getLoopbackAddress())) {
      SpecBuilder both =
          spec().port(80, ports.get(0)).port(81, foreign.getLocalPort()).http("/up", 80);
      host.registry().assign(both.assigned(2, v1));
      host.instance(one -> one.state() == InstanceState.FAILED);
      host.registry().assign(good.assigned(3, v1));
      Status back = host.counted(3);
      assertThat(back.instance()).isEqualTo(old.instance());
    }
  }

  @Test
  void aContainerThatIgnoresItsStopSignalIsKilledAfterItsGrace() {
    host.startAgent();
    String stubborn = host.ready("web:stubborn");
    host.registry()
        .assign(
            spec()
                .image("web:stubborn")
                .grace(Duration.ofSeconds(2))
                .assigned("web", 0, 1, stubborn, true));
    Status runs = host.counted(1);
    Instant begun = Instant.now();
    host.registry().assign();
    Status stopping = host.instance(one -> one.state() == InstanceState.STOPPING);
    assertThat(stopping.instance()).isEqualTo(runs.instance());
    await().until(() -> host.containers().isEmpty());
    assertThat(Duration.between(begun, Instant.now()))
        .isBetween(Duration.ofSeconds(2), Duration.ofSeconds(5));
    await().until(() -> host.registry().records().size() == 1);
    assertThat(host.registry().records().values().iterator().next().exitCode()).isEqualTo(137);
  }

  @Test
  void aSlowStopKeepsNeitherOtherContainersNorTheReportWaiting() {
    host.startAgent();
    String stubborn = host.ready("web:stubborn");
    String v1 = host.ready("web:v1");
    host.registry()
        .assign(
            spec()
                .image("web:stubborn")
                .grace(Duration.ofSeconds(8))
                .assigned("slow", 0, 1, stubborn, true));
    host.counted(1);
    host.registry().assign(spec().http("/up", 80).assigned("web", 0, 7, v1, false));
    host.instance(one -> one.state() == InstanceState.STOPPING);
    host.counted(7);
    assertThat(host.instance(one -> one.service().equals("slow")).state())
        .isEqualTo(InstanceState.STOPPING);
  }

  @Test
  void anImagesOwnHealthcheckIsTheEnginesToJudge() {
    host.startAgent();
    String probed = host.ready("web:probed");
    String down = host.ready("web:probed-down");
    host.registry()
        .assign(
            spec().image("web:probed").assigned("up", 0, 1, probed, false),
            spec().image("web:probed-down").assigned("down", 0, 2, down, false));
    Status passing = host.counted(1);
    assertThat(passing.probe().url()).isEqualTo("healthcheck");
    Status failing =
        host.instance(
            one ->
                one.service().equals("down")
                    && one.health() == Health.FAILING
                    && one.state() == InstanceState.RUNNING);
    assertThat(failing.probe().passed()).isFalse();
  }
}

package io.berth.agent;

import static io.berth.agent.kit.SpecBuilder.spec;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.berth.agent.kit.RealHost;
import io.berth.agent.kit.SpecBuilder;
import io.berth.api.Assignment;
import io.berth.api.ContainerRecord;
import io.berth.api.Health;
import io.berth.api.InstanceState;
import io.berth.api.RecordReason;
import io.berth.api.Status;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Updates and their way back, on a real engine. */
class UpdateIT {
  @RegisterExtension final RealHost host = new RealHost();

  private final int port = RealHost.freePorts(1).get(0);

  private SpecBuilder web(String image) {
    return spec().image(image).port(80, port).http("/up", 80);
  }

  private String answer() {
    return RealHost.get("http://127.0.0.1:" + port + "/").orElse("");
  }

  @Test
  void aFixedPortGoesFromTheOldContainerToTheNewAndTheOldOneIsRemovedOnceTheRevisionHeld() {
    host.startAgent();
    String v1 = host.ready("web:v1");
    host.registry().assign(web("web:v1").assigned(1, v1));
    Status first = host.counted(1);
    assertThat(first.health()).isEqualTo(Health.PASSING);
    assertThat(first.image()).isEqualTo(v1).startsWith(host.imageRegistry() + "/web@sha256:");
    assertThat(first.ports()).singleElement().extracting("published").isNotEqualTo(port);
    assertThat(answer()).startsWith("v1 ");
    host.registry().assign(web("web:v1").assigned("web", 0, 1, v1, true));

    String v2 = host.ready("web:v2");
    host.registry().assign(web("web:v2").assigned(2, v2));
    Status second = host.counted(2);
    Status kept = host.instance(one -> !one.current() && one.state() == InstanceState.EXITED);
    assertThat(kept.instance()).isEqualTo(first.instance());
    assertThat(answer()).startsWith("v2 ");

    host.registry().assign(web("web:v2").assigned("web", 0, 2, v2, true));
    await().until(() -> host.containers().equals(List.of(second.instance())));
    await().until(() -> host.registry().records().size() == 1);
    ContainerRecord record = host.registry().records().values().iterator().next();
    assertThat(record.reason()).isEqualTo(RecordReason.REPLACED);
    assertThat(record.revision()).isEqualTo(1);
    assertThat(record.image()).isEqualTo(v1);
    assertThat(record.exitCode()).isZero();
    assertThat(record.probes()).isNotEmpty();
    assertThat(record.ports()).isEmpty();
  }

  @Test
  void onTheWayBackTheSameOldContainerIsStartedAgainAndTheBadOneRecordedAndRemoved() {
    host.startAgent();
    String v1 = host.ready("web:v1");
    host.registry().assign(web("web:v1").assigned("web", 0, 1, v1, true));
    Status old = host.counted(1);
    String never = host.ready("web:never");
    host.registry().assign(web("web:never").assigned(2, never));
    Status bad =
        host.instance(
            one ->
                one.current()
                    && one.state() == InstanceState.RUNNING
                    && one.probe() != null
                    && one.probe().status() == 503);
    assertThat(bad.counted()).isFalse();

    host.registry().assign(web("web:v1").assigned(3, v1));
    Status back = host.counted(3);
    assertThat(back.instance()).isEqualTo(old.instance());
    assertThat(back.container()).isEqualTo(old.container());
    assertThat(answer()).startsWith("v1 ");
    await().until(() -> host.containers().equals(List.of(old.instance())));
    await().until(() -> host.registry().records().size() == 1);
    ContainerRecord record = host.registry().records().values().iterator().next();
    assertThat(record.container()).isEqualTo(bad.container());
    assertThat(record.reason()).isEqualTo(RecordReason.FAILED);
    assertThat(record.detail()).contains("never became healthy").contains("status 503");
  }

  @Test
  void startFirstLeavesTheOldOneRunningUntilTheNewOneCounts() {
    host.startAgent();
    SpecBuilder any = spec().image("web:v1").port(80, 0).http("/up", 80);
    String v1 = host.ready("web:v1");
    host.registry().assign(any.assigned("web", 0, 1, v1, true));
    Status old = host.counted(1);
    String v2 = host.ready("web:v2");
    SpecBuilder next =
        spec().image("web:v2").port(80, 0).http("/up", 80).minHealthy(Duration.ofSeconds(2));
    host.registry().assign(next.assigned(2, v2));
    Status healthy = host.instance(one -> one.revision() == 2 && one.health() == Health.PASSING);
    assertThat(healthy.counted()).isFalse();
    assertThat(host.running()).contains(old.instance(), healthy.instance());
    host.counted(2);
    await().until(() -> host.running().equals(List.of(healthy.instance())));
    assertThat(host.containers()).contains(old.instance());
  }

  @Test
  void aRevisionOfSettingsAloneRestartsNothingAndIsReportedAsRun() {
    host.startAgent();
    String v1 = host.ready("web:v1");
    host.registry().assign(web("web:v1").assigned("web", 0, 1, v1, true));
    Status before = host.counted(1);
    host.registry().assign(web("web:v1").setting("feature.x", "on").assigned(2, v1));
    Status after = host.counted(2);
    assertThat(after.container()).isEqualTo(before.container());
    assertThat(after.startedAt()).isEqualTo(before.startedAt());
  }

  @Test
  void aReplicaThatIsNoLongerAssignedIsStoppedRecordedAndRemoved() {
    host.startAgent();
    String v1 = host.ready("web:v1");
    Assignment zero = spec().port(80, 0).assigned("web", 0, 1, v1, true);
    Assignment one = spec().port(80, 0).assigned("web", 1, 1, v1, true);
    host.registry().assign(zero, one);
    host.status(status -> status.statuses().stream().filter(Status::counted).count() == 2);
    host.registry().assign(zero);
    await().until(() -> host.containers().size() == 1);
    await().until(() -> host.registry().records().size() == 1);
    ContainerRecord record = host.registry().records().values().iterator().next();
    assertThat(record.replica()).isEqualTo(1);
    assertThat(record.reason()).isEqualTo(RecordReason.REMOVED);
  }
}

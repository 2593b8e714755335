package io.berth.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.api.Event;
import io.berth.api.Health;
import io.berth.api.Status;
import io.berth.server.host.HostReport;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class InstanceEventsTest {
  @Test
  void theFirstReportSinceTheStartIsNoNews() {
    assertThat(InstanceEvents.between(null, report(status(Health.PASSING)))).isEmpty();
  }

  @Test
  void anInstanceThatComesIsNews() {
    List<Event> events = InstanceEvents.between(report(), report(status(Health.STARTING)));

    assertThat(events).hasSize(1);
    assertThat(events.get(0).kind()).isEqualTo("instance");
    assertThat(events.get(0).key()).isEqualTo("default/web/web-0-r1-abcdef");
    assertThat(events.get(0).message()).isEqualTo("running and starting on h1");
    assertThat(events.get(0).seq()).isNull();
  }

  @Test
  void anInstanceThatIsAsBeforeIsNone() {
    assertThat(
            InstanceEvents.between(report(status(Health.PASSING)), report(status(Health.PASSING))))
        .isEmpty();
  }

  @Test
  void anInstanceThatIsGoneIsSaidToBeDeleted() {
    List<Event> events = InstanceEvents.between(report(status(Health.PASSING)), report());

    assertThat(events).hasSize(1);
    assertThat(events.get(0).deleted()).isTrue();
    assertThat(events.get(0).message()).isEqualTo("gone from h1");
  }

  private static Status status(Health health) {
    return Reports.status("web", "h1", health, 1);
  }

  private static HostReport report(Status... statuses) {
    return new HostReport(Reports.host("h1", statuses), Instant.EPOCH);
  }
}

package io.berth.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import io.berth.api.Health;
import io.berth.api.Host;
import io.berth.api.HostAssignments;
import io.berth.api.HostState;
import io.berth.api.Instances;
import io.berth.api.Page;
import io.berth.api.Problem;
import io.berth.server.RunningServer;
import io.berth.server.RunningServer.Running;
import io.berth.server.http.Calls.Answered;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(RunningServer.class)
class HostHttpTest {
  private final Running server;
  private final Calls calls;
  private String host;

  HostHttpTest(Running server) {
    this.server = server;
    this.calls = new Calls(server);
  }

  @BeforeEach
  void freshName() {
    host = server.fresh("host");
  }

  @Test
  void aHostIsKnownOnceItsAgentHasReported() {
    calls.call("getHost", host).send().hasStatus(404).problem("not_found");

    calls.call("putHostStatus", host).body(Reports.host(host)).send().hasStatus(204);

    Host known = calls.call("getHost", host).send().hasStatus(200).as(Host.class);
    assertThat(known.state()).isEqualTo(HostState.READY);
    assertThat(known.labels()).containsEntry("zone", "a");
    assertThat(known.agent()).isEmpty();
    Page<Host> all = calls.call("listHosts").send().as(new TypeReference<>() {});
    assertThat(all.items()).extracting(Host::host).contains(host);
  }

  @Test
  void aHostSaysWhereItsAgentIsReachedNow() {
    for (String agent : List.of("http://10.0.0.4:7401", "http://10.0.0.4:7402")) {
      calls
          .call("putHostStatus", host)
          .body(Reports.host(host).reachedAt(agent))
          .send()
          .hasStatus(204);

      assertThat(calls.call("getHost", host).send().as(Host.class).agent()).isEqualTo(agent);
    }
  }

  @Test
  void anAgentOfAnotherClusterIsRefused() {
    calls
        .call("putHostStatus", host)
        .body(Reports.host("elsewhere", host))
        .send()
        .hasStatus(409)
        .problem("wrong_cluster");
    calls.call("getHost", host).send().hasStatus(404);
  }

  @Test
  void aReportThatComesAfterALaterOneIsRefusedWithTheLaterOnesNumber() {
    calls.call("putHostStatus", host).body(Reports.host(host).as(7)).send().hasStatus(204);
    calls.call("putHostStatus", host).body(Reports.host(host).as(7)).send().hasStatus(204);

    Problem problem =
        calls
            .call("putHostStatus", host)
            .body(Reports.host(host).as(6))
            .send()
            .hasStatus(409)
            .problem("stale_report");

    assertThat(problem.number()).isEqualTo(7);
    calls.call("putHostStatus", host).body(Reports.host(host)).send().hasStatus(204);
  }

  @Test
  void aReportOfAnotherHostThanThePathSaysIsRefused() {
    Answered answered = calls.call("putHostStatus", host).body(Reports.host("other")).send();

    assertThat(answered.hasStatus(400).problem("invalid_request").faults())
        .extracting("path")
        .containsExactly("host");
  }

  @Test
  void aReportOfAnAgentThatIsNewerThanTheServerIsTaken() {
    calls
        .call("putHostStatus", host)
        .json(
            "{\"cluster\":\"berth\",\"host\":\""
                + host
                + "\",\"address\":\"127.0.0.1\",\"agent_version\":\"9\",\"moon_phase\":1,"
                + "\"engine\":{\"reachable\":true,\"version\":\"1\",\"error\":\"\",\"gpus\":1}}")
        .send()
        .hasStatus(204);
  }

  @Test
  void aReportOfTheWrongTypeIsRefusedWithThePlace() {
    Answered answered =
        calls
            .call("putHostStatus", host)
            .json("{\"cluster\":\"berth\",\"statuses\":[{\"replica\":0},{\"replica\":\"x\"}]}")
            .send();

    assertThat(answered.hasStatus(422).problem("invalid_spec").faults())
        .extracting("path")
        .containsExactly("statuses[1].replica");
  }

  @Test
  void aStateThatIsNotKnownIsRefusedWithThoseThatAre() {
    Answered answered =
        calls
            .call("putHostStatus", host)
            .json("{\"cluster\":\"berth\",\"statuses\":[{\"state\":\"dancing\"}]}")
            .send();

    assertThat(answered.hasStatus(422).problem("invalid_spec").detail())
        .isEqualTo(
            "statuses[0].state: must be one of created, running, backing_off, stopping, exited,"
                + " failed, not \"dancing\"");
  }

  @Test
  void whatIsDesiredOfAHostIsReadByItsAgent() {
    calls.call("getAssignments", host).send().hasStatus(404).problem("not_found");
    calls.call("putHostStatus", host).body(Reports.host(host)).send();

    Answered answered = calls.call("getAssignments", host).send().hasStatus(200);

    HostAssignments assignments = answered.as(HostAssignments.class);
    assertThat(assignments.cluster()).isEqualTo("berth");
    assertThat(assignments.host()).isEqualTo(host);
    assertThat(answered.etag()).matches("\"[0-9a-f]{16}\"");
  }

  @Test
  void whatAnAgentReportsIsFoundAndOtherFiguresDoNotChangeTheETag() {
    String service = server.fresh("found");
    report(service, Health.PASSING, 10);
    Answered before = lookUp(service);
    assertThat(before.as(Instances.class).instances()).hasSize(1);

    report(service, Health.PASSING, 99);
    Answered figures = lookUp(service);
    assertThat(figures.etag()).isEqualTo(before.etag());
    assertThat(figures.as(Instances.class).instances().get(0).status().cpu()).isEqualTo(99);

    report(service, Health.FAILING, 99);
    assertThat(lookUp(service).etag()).isNotEqualTo(before.etag());
  }

  private void report(String service, Health health, long cpu) {
    calls
        .call("putHostStatus", host)
        .body(Reports.host(host, Reports.status(service, host, health, cpu)))
        .send()
        .hasStatus(204);
  }

  private Answered lookUp(String service) {
    return calls.call("lookUpInstances", "default", service).send().hasStatus(200);
  }
}

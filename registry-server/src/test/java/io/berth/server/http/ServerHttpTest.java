package io.berth.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import io.berth.api.Page;
import io.berth.api.Server;
import io.berth.api.ServerState;
import io.berth.server.RunningServer;
import io.berth.server.RunningServer.Running;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(RunningServer.class)
class ServerHttpTest {
  private static final TypeReference<Page<Server>> SERVERS = new TypeReference<>() {};

  private final Calls calls;

  ServerHttpTest(Running server) {
    this.calls = new Calls(server);
  }

  @Test
  void aServerThatAnswersLivesAndOnceItHasLoadedIsReady() {
    assertThat(calls.call("getLiveness").send().hasStatus(200).text()).isEqualTo("{\"live\":true}");
    assertThat(calls.call("getReadiness").send().hasStatus(200).text())
        .isEqualTo("{\"ready\":true,\"reasons\":[]}");
  }

  @Test
  void theServersOfTheClusterAreListed() {
    Page<Server> servers = calls.call("listServers").send().hasStatus(200).as(SERVERS);

    assertThat(servers.items()).extracting(Server::name).containsExactly("s1");
    assertThat(servers.items().get(0).state()).isEqualTo(ServerState.READY);
  }

  @Test
  void theContractIsServedAsItStands() {
    String served = calls.call("getContract").send().hasStatus(200).text();

    assertThat(served.getBytes(StandardCharsets.UTF_8)).isEqualTo(Contract.text());
  }

  @Test
  void figuresAreTheServersOwnAndItsRequests() {
    calls.call("getHost", "nobody").send();

    String figures = calls.call("getMetrics").send().hasStatus(200).text();

    assertThat(figures)
        .contains("berth_http_requests_total{operation=\"getHost\",status=\"404\"}")
        .contains("berth_http_duration_seconds_count{operation=\"getHost\"}")
        .contains("berth_journal_seq", "berth_heads", "berth_services", "berth_instances")
        .contains("berth_watches", "jvm_memory_used_bytes", "process_uptime_seconds");
  }
}

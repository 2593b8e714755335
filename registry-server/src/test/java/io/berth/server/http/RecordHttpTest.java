package io.berth.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import io.berth.api.ContainerRecord;
import io.berth.api.Page;
import io.berth.server.RunningServer;
import io.berth.server.RunningServer.Running;
import io.berth.server.http.Calls.Answered;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(RunningServer.class)
class RecordHttpTest {
  private final Running server;
  private final Calls calls;
  private String web;

  RecordHttpTest(Running server) {
    this.server = server;
    this.calls = new Calls(server);
  }

  @BeforeEach
  void aService() {
    web = server.fresh("web");
    calls.call("putService", "default", web).json("{\"image\":\"web:v1\"}").send();
  }

  @Test
  void aRecordIsKeptAndReadBackWhole() {
    ContainerRecord record = Reports.record(web, "web-0-r1-abcdef.1");

    put(record.id(), record).hasStatus(204);
    put(record.id(), record).hasStatus(204);

    ContainerRecord kept =
        calls
            .call("getRecord", "default", web, record.id())
            .send()
            .hasStatus(200)
            .as(ContainerRecord.class);
    assertThat(kept).isEqualTo(record);
  }

  @Test
  void recordsAreListedNewestFirstWithoutTheirLogs() {
    put("one", Reports.record(web, "one"));
    put("two", Reports.record(web, "two"));

    Answered answered = calls.call("listRecords", "default", web).query("revision", 1).send();

    Page<ContainerRecord> page = answered.hasStatus(200).as(new TypeReference<>() {});
    assertThat(page.items()).extracting(ContainerRecord::id).containsExactly("two", "one");
    assertThat(page.items().get(0).log()).isEmpty();
    assertThat(
            calls
                .call("listRecords", "default", web)
                .query("revision", 2)
                .send()
                .json()
                .at("/items"))
        .isEmpty();
  }

  @Test
  void aRecordUnderAnotherIdThanItsOwnIsRefused() {
    assertThat(
            put("two", Reports.record(web, "one")).hasStatus(422).problem("invalid_spec").faults())
        .extracting("path")
        .containsExactly("id");
  }

  @Test
  void recordsOfNothingAreNotFound() {
    calls.call("getRecord", "default", web, "none").send().hasStatus(404).problem("not_found");
    calls.call("listRecords", "default", "nobody").send().hasStatus(404).problem("not_found");
    calls
        .call("putRecord", "default", "nobody", "one")
        .body(Reports.record("nobody", "one"))
        .send()
        .hasStatus(404)
        .problem("not_found");
  }

  private Answered put(String id, ContainerRecord record) {
    return calls.call("putRecord", "default", web, id).body(record).send();
  }
}

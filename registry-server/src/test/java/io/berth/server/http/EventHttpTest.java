package io.berth.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.api.Event;
import io.berth.api.Health;
import io.berth.api.Json;
import io.berth.server.RunningServer;
import io.berth.server.RunningServer.Running;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(RunningServer.class)
@Timeout(60)
class EventHttpTest {
  private final Running server;
  private final Calls calls;
  private String config;

  EventHttpTest(Running server) {
    this.server = server;
    this.calls = new Calls(server);
  }

  @BeforeEach
  void freshName() {
    config = server.fresh("config");
  }

  @Test
  void whoFollowsHearsOfWhatComesFromThenOn() {
    put(1);
    try (RawHttp raw = follow("")) {
      put(2);

      Event event = next(raw, each -> each.key().equals("default/" + config));

      assertThat(event.kind()).isEqualTo("service");
      assertThat(event.version()).isEqualTo(2);
      assertThat(event.seq()).isPositive();
    }
  }

  @Test
  void whoComesBackHearsWhatItMissedInOrderAndWithoutGaps() {
    long before = server.seq();
    put(1);
    put(2);
    try (RawHttp raw = follow("Last-Event-ID: " + before + "\r\n")) {
      List<Long> seqs = new ArrayList<>();
      next(
          raw,
          each -> {
            seqs.add(each.seq());
            return each.key().equals("default/" + config) && each.version() == 2;
          });

      assertThat(seqs.get(0)).isEqualTo(before + 1);
      assertThat(seqs).isSorted().doesNotHaveDuplicates();
    }
  }

  @Test
  void recordsAreAmongTheEvents() {
    put(1);
    try (RawHttp raw = follow("")) {
      calls
          .call("putRecord", "default", config, "one")
          .body(Reports.record(config, "one"))
          .send()
          .hasStatus(204);

      Event event = next(raw, each -> each.kind().equals("record"));

      assertThat(event.key()).isEqualTo("default/" + config + "/one");
    }
  }

  @Test
  void changesOfHealthAreLiveAndHaveNoPlaceInTheJournal() {
    String host = server.fresh("host");
    report(host, Health.STARTING);
    try (RawHttp raw = follow("")) {
      report(host, Health.PASSING);

      Event event = next(raw, each -> each.kind().equals("instance"));

      assertThat(event.seq()).isNull();
      assertThat(event.message()).isEqualTo("running and passing on " + host);
    }
  }

  @Test
  void anIdThatTheJournalHasNotReachedIsRefused() {
    calls
        .call("followEvents")
        .header("Last-Event-ID", "999999999")
        .send()
        .hasStatus(400)
        .problem("invalid_request");
    calls
        .call("followEvents")
        .header("Last-Event-ID", "abc")
        .send()
        .hasStatus(400)
        .problem("invalid_request");
  }

  private RawHttp follow(String header) {
    Calls.remember("followEvents", 200);
    RawHttp raw = new RawHttp(server);
    raw.write("GET /v1/events HTTP/1.1\r\nHost: x\r\n" + header + "\r\n");
    String line = raw.line();
    assertThat(line).isEqualTo("HTTP/1.1 200 OK");
    while (!line.startsWith(": from seq ")) {
      line = raw.line();
    }
    return raw;
  }

  /** The next event of which this holds. */
  private static Event next(RawHttp raw, Predicate<Event> wanted) {
    while (true) {
      String line = raw.line();
      if (line.startsWith("data: ")) {
        try {
          Event event = Json.mapper().readValue(line.substring(6), Event.class);
          if (wanted.test(event)) {
            return event;
          }
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
    }
  }

  private void put(int turn) {
    calls
        .call("putService", "default", config)
        .json("{\"settings\":{\"turn\":" + turn + "}}")
        .send();
  }

  private void report(String host, Health health) {
    calls
        .call("putHostStatus", host)
        .body(Reports.host(host, Reports.status(config, host, health, 1)))
        .send()
        .hasStatus(204);
  }
}

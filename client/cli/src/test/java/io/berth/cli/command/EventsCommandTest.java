package io.berth.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.cli.Shell;
import io.berth.cli.Shell.Ran;
import io.berth.cli.fixture.StubServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EventsCommandTest {
  private static final String STREAM =
      """
      : hello

      id: 7
      event: service
      data: {"seq":7,"kind":"service","key":"default/web","version":4,"deleted":false,"author":"ann","message":"ship v2","at":"2026-01-02T03:03:00Z"}

      id: 8
      event: host
      data: {"seq":8,"kind":"host","key":"h1","version":0,"deleted":true,"author":"","message":"","at":"2026-01-02T03:03:01Z"}

      """;

  private final StubServer server = new StubServer();
  private final Shell shell = new Shell(server.url());

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void whatHappenedIsShownOldestFirst() {
    server.on("GET /v1/events", STREAM);

    assertThat(shell.run("events"))
        .isEqualTo(
            new Ran(
                0,
                """
                2026-01-02 03:03:00  service     default/web 4  ann  ship v2
                2026-01-02 03:03:01  host        h1 deleted
                """,
                ""));
    assertThat(server.last().headers()).containsEntry("last-event-id", "0");
  }

  @Test
  void withJsonEachIsALineOfItsOwn() {
    server.on("GET /v1/events", STREAM);

    Ran ran = shell.run("events", "--since", "6", "-o", "json");

    assertThat(ran.out().lines()).hasSize(2).allMatch(line -> line.startsWith("{\"seq\":"));
    assertThat(server.last().headers()).containsEntry("last-event-id", "6");
  }
}

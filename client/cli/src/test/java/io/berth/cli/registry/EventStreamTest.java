package io.berth.cli.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.cli.fixture.StubServer;
import io.berth.cli.fixture.StubServer.Reply;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class EventStreamTest {
  @Test
  void aStreamThatBrokeOffGoesOnFromItsLastEventAtAnotherServer() throws Exception {
    try (StubServer first = new StubServer();
        StubServer second = new StubServer()) {
      first.on("GET /v1/events", it -> new Reply(200, "", "id: 7\ndata: seven\n\n"));
      second.on(
          "GET /v1/events",
          it -> {
            String last = it.headers().getOrDefault("last-event-id", "");
            return new Reply(200, "", last.equals("7") ? "id: 8\ndata: eight\n\n" : ": quiet\n\n");
          });
      BlockingQueue<String> heard = new LinkedBlockingQueue<>();
      Registry registry =
          new Registry(
              List.of(URI.create(first.url()), URI.create(second.url())), "ann", Duration.ZERO);
      Thread reader =
          new Thread(
              () ->
                  new EventStream(registry, Call.get("v1", "events"), "")
                      .read(
                          null,
                          event -> {
                            heard.add(event);
                            first.close();
                          }));
      reader.start();

      assertThat(heard.poll(10, TimeUnit.SECONDS)).isEqualTo("seven");
      assertThat(heard.poll(10, TimeUnit.SECONDS)).isEqualTo("eight");
      reader.interrupt();
      reader.join();
    }
  }
}

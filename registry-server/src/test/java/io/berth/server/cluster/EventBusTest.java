package io.berth.server.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.server.journal.Journal;
import io.berth.server.journal.sqlite.SqliteJournal;
import io.vertx.core.Vertx;
import io.vertx.spi.cluster.hazelcast.HazelcastClusterManager;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The event bus of Vert.x on the members that servers have anyway. */
class EventBusTest {
  @TempDir Path dir;

  @Test
  void aMessageOfOneServerReachesTheOther() throws Exception {
    try (Journal journal = SqliteJournal.open(dir);
        Servers servers = new Servers()) {
      Vertx one = bus(servers.start(journal));
      Vertx two = bus(servers.start(journal));
      try {
        CompletableFuture<String> heard = new CompletableFuture<>();
        two.eventBus()
            .<String>consumer("nudge", message -> heard.complete(message.body()))
            .completion()
            .toCompletionStage()
            .toCompletableFuture()
            .get(10, TimeUnit.SECONDS);

        one.eventBus().publish("nudge", "seq 7");

        assertThat(heard.get(10, TimeUnit.SECONDS)).isEqualTo("seq 7");
      } finally {
        close(one);
        close(two);
      }
    }
  }

  @Test
  void theMemberOutlivesTheEventBus() throws Exception {
    try (Journal journal = SqliteJournal.open(dir);
        Servers servers = new Servers()) {
      Cluster server = servers.start(journal);

      close(bus(server));

      assertThat(server.hazelcast().getLifecycleService().isRunning()).isTrue();
    }
  }

  private static Vertx bus(Cluster server) throws Exception {
    return Vertx.builder()
        .withClusterManager(new HazelcastClusterManager(server.hazelcast()))
        .buildClustered()
        .toCompletionStage()
        .toCompletableFuture()
        .get(10, TimeUnit.SECONDS);
  }

  private static void close(Vertx vertx) throws Exception {
    vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
  }
}

package io.berth.server.host;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.api.Assignment;
import io.berth.api.Json;
import io.berth.api.spec.Spec;
import io.berth.server.catalog.SpecReader;
import io.berth.server.journal.Entry;
import io.berth.server.journal.Heads;
import io.berth.server.journal.Kind;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class HostIndexTest {
  private static final int REVISIONS = 200_000;
  private static final Spec SPEC =
      SpecReader.read(Json.mapper().createObjectNode().put("image", "w"));

  private final Told heads = new Told();
  private final HostIndex index = new HostIndex(heads);

  @Test
  void whatIsAssignedIsThereAtEveryInstantWhileItsRevisionChanges() {
    heads.assign(1, "h1");
    CompletableFuture<Void> changes =
        CompletableFuture.runAsync(
            () -> {
              for (int revision = 2; revision <= REVISIONS; revision++) {
                heads.assign(revision, "h1");
              }
            });
    long looks = 0;
    do {
      assertThat(index.assignments("h1")).as("after %d looks", looks).hasSize(1);
      looks++;
    } while (!changes.isDone());

    changes.join();
    assertThat(index.assignments("h1").get(0).revision()).isEqualTo(REVISIONS);
  }

  @Test
  void whatMovesOrGoesIsNoLongerWhereItWas() {
    heads.assign(1, "h1");
    heads.assign(2, "h2");
    assertThat(index.assignments("h1")).isEmpty();
    assertThat(index.assignments("h2")).hasSize(1);

    heads.assign(3, null);

    assertThat(index.assignments("h2")).isEmpty();
  }

  /** Tells of what a test says, at once. */
  private static final class Told implements Heads {
    private Consumer<Entry> listener;

    void assign(long version, String host) {
      Assignment assignment =
          host == null
              ? null
              : new Assignment("default", "web", 0, host, version, "w@sha256:1", SPEC, true);
      listener.accept(
          new Entry(
              version,
              Kind.ASSIGNMENT,
              "default/web/0",
              version,
              "test",
              "",
              Instant.EPOCH,
              assignment));
    }

    @Override
    public Optional<Entry> get(Kind kind, String key) {
      return Optional.empty();
    }

    @Override
    public List<Entry> list(Kind kind, String keyPrefix) {
      return List.of();
    }

    @Override
    public void onChange(Consumer<Entry> told) {
      listener = told;
    }

    @Override
    public long seq() {
      return 0;
    }

    @Override
    public boolean isCurrent(long nanos) {
      return true;
    }
  }
}

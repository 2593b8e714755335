package io.berth.server.host;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.api.Assignment;
import io.berth.api.Json;
import io.berth.api.spec.Spec;
import io.berth.server.catalog.SpecReader;
import io.berth.server.journal.Kind;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class HostIndexTest {
  private static final int REVISIONS = 200_000;
  private static final Spec SPEC =
      SpecReader.read(Json.mapper().createObjectNode().put("image", "w"));

  private final ToldHeads heads = new ToldHeads();
  private final HostIndex index = new HostIndex(heads);

  @Test
  void whatIsAssignedIsThereAtEveryInstantWhileItsRevisionChanges() {
    assign(1, "h1");
    CompletableFuture<Void> changes =
        CompletableFuture.runAsync(
            () -> {
              for (int revision = 2; revision <= REVISIONS; revision++) {
                assign(revision, "h1");
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
    assign(1, "h1");
    assign(2, "h2");
    assertThat(index.assignments("h1")).isEmpty();
    assertThat(index.assignments("h2")).hasSize(1);

    assign(3, null);

    assertThat(index.assignments("h2")).isEmpty();
  }

  private void assign(long version, String host) {
    Assignment assignment =
        host == null
            ? null
            : new Assignment("default", "web", 0, host, version, "w@sha256:1", SPEC, true);
    heads.tell(Kind.ASSIGNMENT, "default/web/0", version, assignment);
  }
}

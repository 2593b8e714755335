package io.berth.server.host;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.api.Analysis;
import io.berth.api.ImageOrder;
import io.berth.api.Json;
import io.berth.api.Rollout;
import io.berth.api.Rollout.Shift;
import io.berth.api.Rollout.Slot;
import io.berth.api.Rollout.Stable;
import io.berth.api.RolloutKind;
import io.berth.api.RolloutState;
import io.berth.api.spec.Strategy;
import io.berth.server.journal.Kind;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class HostImagesTest {
  private static final List<Slot> ON_H1 = List.of(new Slot(0, "h1", null, null, 0));

  private final ToldHeads heads = new ToldHeads();

  @Test
  void theImagesOfStableRevisionsAreKeptAndThatOfANewOneIsOrdered() {
    service(2);
    rollout(2, RolloutState.PREPARING, ON_H1, 1);

    assertThat(images("h1").kept()).containsExactly("web@sha256:1", "web@sha256:2");
    assertThat(images("h1").orders())
        .containsExactly(new ImageOrder("web@sha256:2", "", "default.web.2"));
  }

  @Test
  void theyAreKeptWhileARevisionIsThereAndItsRolloutIsNotYet() {
    service(1);
    rollout(1, RolloutState.SUCCEEDED, ON_H1, 1);
    service(2);

    assertThat(images("h1").kept()).containsExactly("web@sha256:1");
    assertThat(images("h1").orders()).isEmpty();
  }

  @Test
  void theyAreKeptWhileARolloutHasNoPlacesYet() {
    service(2);
    rollout(2, RolloutState.PREPARING, List.of(), 1);

    assertThat(images("h1").kept()).containsExactly("web@sha256:1", "web@sha256:2");
    assertThat(images("h1").orders()).isEmpty();
  }

  @Test
  void onAHostThatTheServiceLeavesTheyAreKeptUntilTheRevisionHasHeld() {
    service(2);
    rollout(2, RolloutState.MONITORING, ON_H1, 1);

    assertThat(images("h2").kept()).contains("web@sha256:1");
    assertThat(images("h2").orders()).isEmpty();
  }

  @Test
  void onAHostThatTheServiceHasLeftNothingIsKept() {
    service(2);
    rollout(2, RolloutState.SUCCEEDED, ON_H1, 1, 2);

    assertThat(images("h2").kept()).isEmpty();

    rollout(2, RolloutState.SUCCEEDED, List.of(), 1, 2);

    assertThat(images("h1").kept()).as("a service without replicas").isEmpty();
  }

  private HostImages images(String host) {
    return HostImages.of(heads, host, List.of("default/web"));
  }

  private void service(long revision) {
    heads.tell(
        Kind.SERVICE,
        "default/web",
        revision,
        Json.mapper().createObjectNode().put("image", "web:v" + revision));
  }

  private void rollout(long revision, RolloutState state, List<Slot> slots, long... stable) {
    Rollout rollout =
        new Rollout(
            "default.web." + revision,
            "default",
            "web",
            revision - 1,
            revision,
            RolloutKind.UPDATE,
            state,
            "",
            image(revision),
            Strategy.ROLLING,
            slots,
            Shift.NONE,
            Analysis.NONE,
            List.of(),
            Arrays.stream(stable).mapToObj(it -> new Stable(it, image(it))).toList(),
            0,
            null,
            null,
            Instant.EPOCH,
            Instant.EPOCH,
            Instant.EPOCH,
            null);
    heads.tell(Kind.ROLLOUT, rollout.id(), 1, rollout);
  }

  private static String image(long revision) {
    return "web@sha256:" + revision;
  }
}

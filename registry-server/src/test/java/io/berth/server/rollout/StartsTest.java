package io.berth.server.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.berth.api.Rollout;
import io.berth.api.Rollout.Shift;
import io.berth.api.RolloutState;
import io.berth.api.spec.Spec;
import io.berth.server.catalog.ServiceName;
import io.berth.server.catalog.SpecReader;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What requests a rollout leaves to the revisions that it finds. */
class StartsTest {
  private static final ServiceName WEB = new ServiceName("default", "web");
  private static final Instant NOW = Instant.EPOCH;
  private static final Spec SPEC =
      SpecReader.read(JsonNodeFactory.instance.objectNode().put("image", "web:v1"));

  private final Rollout canary =
      divided(Starts.update(WEB, 2, SPEC, "", Optional.empty(), NOW), Map.of(2L, 25));
  private final Rollout rollback =
      Starts.rollback(WEB, 3, 1, SPEC, "web@sha256:1", Optional.of(canary), NOW);

  @ParameterizedTest
  @EnumSource(names = {"PREPARING", "PAUSED", "FAILED"})
  void whatARollbackTookTheRequestsOfGetsNoneAfterItEither(RolloutState state) {
    Rollout before = new Edit(rollback, NOW).state(state, "").done();

    assertThat(next(before).shift().weights()).containsExactly(Map.entry(2L, 0));
  }

  @Test
  void whatARollbackPutsBackKeepsItsRequests() {
    Rollout before = divided(rollback, Map.of(2L, 0, 3L, 100));

    assertThat(next(before).shift().weights()).containsExactly(Map.entry(2L, 0));
  }

  @Test
  void whatHasHeldKeepsItsRequests() {
    Rollout held =
        new Edit(divided(canary, Map.of(2L, 100)), NOW).state(RolloutState.SUCCEEDED, "").done();

    assertThat(next(held).shift().weights()).isEmpty();
  }

  private static Rollout next(Rollout before) {
    return Starts.update(WEB, before.to() + 1, SPEC, "", Optional.of(before), NOW);
  }

  private static Rollout divided(Rollout rollout, Map<Long, Integer> weights) {
    return new Edit(rollout, NOW).shift(new Shift(0, weights, null)).done();
  }
}

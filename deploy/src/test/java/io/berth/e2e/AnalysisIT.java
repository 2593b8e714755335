package io.berth.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.api.Analysis.Verdict;
import io.berth.api.Revision;
import io.berth.api.Rollout;
import io.berth.api.RolloutState;
import io.berth.e2e.kit.Engine.Container;
import io.berth.e2e.kit.Ground;
import io.berth.e2e.kit.House;
import io.berth.e2e.kit.Load;
import io.berth.e2e.kit.Specs;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Versions that are healthy, and worse: by what the proxy and Docker measure of them. */
class AnalysisIT {
  private static final int PER_SECOND = 200;
  private static final String[] CANARY = {
    "\"strategy\":\"canary\"", "\"canary\":{\"steps\":[{\"weight\":20,\"hold\":\"60s\"}]}"
  };
  private static House house;

  @BeforeAll
  static void open() {
    house = House.open("analysis");
  }

  @AfterAll
  static void close() {
    house.close();
  }

  @Test
  void r4AVersionThatAnswersMoreSlowlyIsTakenBackWithTheFiguresOfBoth() {
    int port = Ground.freePort();
    String[] watched = {
      "\"min_healthy_time\":\"17s\"", "\"healthy_deadline\":\"30s\"", "\"monitor\":\"30s\""
    };
    stable("slower", Specs.web("web:v1", port, "\"ANSWER_DELAY_MS\":10", new String[0]));
    Load load = Load.on(port, PER_SECOND);

    Rollout failed =
        takenBack("slower", Specs.web("web:v2", port, "\"ANSWER_DELAY_MS\":30", watched));

    assertThat(failed.reason()).contains("revision 2 is worse: p");
    assertThat(failed.analysis().verdict()).isEqualTo(Verdict.WORSE);
    load.endWell("R4 slower: " + failed.reason());
  }

  @Test
  void r19ACanaryThatFailsOneRequestInFiveIsTakenBackAndHarmsNoMoreThanItsShare() {
    int port = Ground.freePort();
    stable("faulty", Specs.web("web:v1", port, "\"MODE\":\"http\"", CANARY));
    List<Container> old = house.running("faulty");
    Load load = Load.on(port, PER_SECOND);

    Rollout failed = takenBack("faulty", Specs.web("web:v2", port, "\"ERROR_PERCENT\":20", CANARY));

    assertThat(failed.reason()).contains("% errors");
    Load.Outcome outcome = load.stop();
    System.out.println("R19 faulty: " + failed.reason() + "; " + outcome);
    assertThat((double) outcome.failed() / outcome.requests()).isBetween(0.001, 0.06);
    Awaitility.await().until(() -> house.running("faulty").size() == 1);
    assertThat(house.running("faulty")).containsExactlyElementsOf(old);
  }

  @Test
  void r19ACanaryThatLeaksMemoryIsTakenBackBeforeAnybodyIsHarmed() {
    int port = Ground.freePort();
    stable("leaky", Specs.web("web:v1", port, "\"MODE\":\"http\"", CANARY));
    Load load = Load.on(port, PER_SECOND);

    String[] memoryAlone = {CANARY[0], CANARY[1], "\"analysis\":{\"max_cpu_ratio\":100}"};
    Rollout failed =
        takenBack("leaky", Specs.web("web:v2", port, "\"LEAK_MB_PER_S\":10", memoryAlone));

    assertThat(failed.reason()).contains("MiB of memory");
    load.endWell("R19 leaky: " + failed.reason());
  }

  private static void stable(String service, String spec) {
    Revision put = house.api().put(service, spec);
    succeeds(service, put.revision());
  }

  /** A version that fails, whereupon the one before it is put back; answers how it failed. */
  private static Rollout takenBack(String service, String spec) {
    Revision put = house.api().put(service, spec);
    Rollout failed = house.api().awaitEnd(service, put.revision());
    assertThat(failed.state()).as(failed.analysis().toString()).isEqualTo(RolloutState.FAILED);
    succeeds(service, failed.supersededBy());
    return failed;
  }

  private static void succeeds(String service, long revision) {
    assertThat(house.api().awaitEnd(service, revision).state()).isEqualTo(RolloutState.SUCCEEDED);
  }
}

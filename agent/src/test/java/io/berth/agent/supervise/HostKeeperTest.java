package io.berth.agent.supervise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.berth.agent.kit.SpecBuilder;
import io.berth.agent.reconcile.Trust;
import io.berth.agent.route.Route;
import io.berth.api.HostStatus;
import io.berth.api.ImageOrder;
import io.berth.api.ImageState;
import io.berth.api.InstanceState;
import io.berth.api.Status;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** What an agent does, step by step. */
class HostKeeperTest extends KeeperCase {
  @Test
  void anUpdateMakesTheNewContainerBeforeItStopsTheOldOne() {
    SpecBuilder one = web().hostPort(80, 8080);
    assign(one.assigned("web", 0, 1, V1, true));
    String old = counted(1).instance();
    assign(one.assigned("web", 0, 2, V2, false));
    String next = counted(2).instance();
    assertThat(engine.done())
        .containsExactly(
            "create " + old, "start " + old, "create " + next, "stop " + old, "start " + next);
    assign(one.assigned("web", 0, 2, V2, true));
    status(status -> status.statuses().size() == 1);
    assertThat(engine.done()).endsWith("log " + old, "remove " + old);
    assertThat(record().log()).containsExactly("last words of " + old);
  }

  /** Revision 2 runs beside what was there, and fails its probes. */
  private String updatedForTheWorse(SpecBuilder one) {
    probeError = "refused";
    assign(one.assigned("web", 0, 2, V2, false));
    return instance(status -> status.current() && status.revision() == 2 && status.probe() != null)
        .instance();
  }

  @Test
  void othersHearOfAHealthyOneThatLeavesBeforeItIsStoppedAndOfNoOther() {
    SpecBuilder one = web().hostPort(80, 8080);
    assign(one.assigned("web", 0, 1, V1, true));
    String old = counted(1).instance();
    String bad = updatedForTheWorse(one);
    assign();
    status(status -> status.statuses().isEmpty());

    assertThat(engine.done()).contains("stop " + old, "stop " + bad);
    assertThat(departures).containsExactly(old);
  }

  @Test
  void requestsWaitForAnInstanceWhileTheRevisionIsOnTrialAndNotOnceItHasHeld() {
    SpecBuilder one = web().port(80, 8080);
    assign(one.assigned("web", 0, 1, V1, false));
    await().until(() -> carrier.done().routes().stream().anyMatch(Route::hold));
    counted(1);
    assign(one.assigned("web", 0, 1, V1, true));
    await().until(() -> carrier.done().routes().stream().noneMatch(Route::hold));
  }

  @Test
  void theWayBackStartsTheOldContainerAndLosesNoTimeOverTheBadOne() {
    SpecBuilder one = web().hostPort(80, 8080);
    assign(one.assigned("web", 0, 1, V1, true));
    String old = counted(1).instance();
    String bad = updatedForTheWorse(one);
    probeError = "";
    assign(one.assigned("web", 0, 3, V1, false));
    assertThat(counted(3).instance()).isEqualTo(old);
    status(status -> status.statuses().size() == 1);
    assertThat(engine.done().subList(5, engine.done().size()))
        .startsWith("stop " + bad, "start " + old)
        .containsSubsequence("log " + bad, "remove " + bad);
    assertThat(record().detail()).isEqualTo("never became healthy: probe: refused");
  }

  @Test
  void onlyOneThatHasPortsOfTheProxyWaitsForIt() {
    assign(
        web().port(80, 8080).assigned("web", 0, 1, V1, true),
        web().hostPort(80, 8081).assigned("db", 0, 2, V1, true));
    String proxied = counted(1).instance();
    counted(2);
    assign();
    status(status -> status.statuses().isEmpty());
    assertThat(waitedFor).containsExactly(proxied);
  }

  @Test
  void aSlowStepOfOneContainerKeepsNoOtherWaiting() {
    CountDownLatch gate = new CountDownLatch(1);
    assign(web().assigned("slow", 0, 1, V1, true));
    counted(1);
    engine.hold("stop", gate);
    assign(web().assigned("web", 0, 2, V1, true));
    counted(2);
    assertThat(instance(one -> one.service().equals("slow")).state())
        .isEqualTo(InstanceState.STOPPING);
    gate.countDown();
    status(status -> status.statuses().size() == 1);
  }

  @Test
  void aContainerThatTheEngineIsLongInStartingKeepsNoOtherFromBeingSeen() {
    CountDownLatch gate = new CountDownLatch(1);
    engine.hold("start", gate);
    assign(web().assigned("slow", 0, 1, V1, true));
    await().until(() -> engine.done().size() == 1);
    engine.hold("start", new CountDownLatch(0));
    assign(web().assigned("slow", 0, 1, V1, true), web().assigned("web", 0, 2, V1, true));
    counted(2);
    gate.countDown();
    counted(1);
  }

  @Test
  void aSlowPullKeepsNoContainerWaiting() {
    CountDownLatch gate = new CountDownLatch(1);
    engine.hold("pull", gate);
    give(
        Trust.ANSWERED,
        List.of(new ImageOrder("big:v1", "", "default.big.1")),
        web().assigned("web", 0, 1, V1, true));
    counted(1);
    assertThat(keeper.status().orElseThrow().images())
        .singleElement()
        .matches(image -> image.state() == ImageState.PULLING);
    gate.countDown();
    status(status -> status.images().get(0).state() == ImageState.READY);
  }

  @Test
  void aContainerThatCannotBeStartedIsReportedAndTriedAgain() {
    engine.refuse("start", "no such runtime");
    engine.refuse("start", "no such runtime");
    assign(web().assigned("web", 0, 1, V1, true));
    assertThat(instance(one -> one.state() == InstanceState.FAILED).error())
        .isEqualTo("no such runtime");
    assertThat(counted(1).error()).isEmpty();
  }

  @Test
  void aContainerThatCannotBeMadeIsReportedAndTriedAgainUnderTheSameName() {
    engine.refuse("create", "invalid mount");
    engine.refuse("create", "invalid mount");
    assign(web().assigned("web", 0, 1, V1, true));
    Status failed = instance(one -> one.state() == InstanceState.FAILED);
    assertThat(failed.error()).isEqualTo("invalid mount");
    assertThat(failed.container()).isEmpty();
    assertThat(counted(1).instance()).isEqualTo(failed.instance());
  }

  @Test
  void anEngineThatIsAboutToEndMayRefuseAnythingOnce() {
    engine.refuse("create", "open : no such file or directory");
    engine.refuse("start", "open : no such file or directory");
    Set<InstanceState> seen = new HashSet<>();
    assign(web().assigned("web", 0, 1, V1, true));
    instance(
        one -> {
          seen.add(one.state());
          return one.counted();
        });
    assertThat(seen).doesNotContain(InstanceState.FAILED);
  }

  @Test
  void anImageThatDoesNotExistFailsItsOrderForGood() {
    give(Trust.ANSWERED, List.of(new ImageOrder("web:missing", "", "default.web.1")));
    assertThat(
            status(status -> status.images().stream().anyMatch(i -> !i.error().isEmpty())).images())
        .singleElement()
        .matches(
            image ->
                image
                    .error()
                    .equals(
                        "pull of r:5000/web:missing failed: the image registry does not have it:"
                            + " manifest unknown"));
  }

  /** A rollout wants a tag, and once a host said what it is, that digest of all. */
  private List<String> pulls(String tag, String digest) {
    CountDownLatch gate = new CountDownLatch(1);
    engine.hold("pull", gate);
    give(Trust.ANSWERED, List.of(new ImageOrder(tag, "", "default.web.3")));
    give(Trust.ANSWERED, List.of(new ImageOrder(digest, "", "default.web.3")));
    gate.countDown();
    status(
        status ->
            status.images().stream()
                .anyMatch(i -> i.image().equals(digest) && i.state() == ImageState.READY));
    return engine.done();
  }

  @Test
  void aDigestThatIsOnItsWayByItsTagIsPulledOnce() {
    String digest = "r:5000/web@sha256:" + Integer.toHexString("r:5000/web:v3".hashCode());
    assertThat(pulls("web:v3", digest)).containsExactly("pull r:5000/web:v3");
  }

  @Test
  void aDigestThatItsTagIsNoLongerIsPulledAsWell() {
    String digest = "r:5000/web@sha256:0123";
    assertThat(pulls("web:v3", digest)).startsWith("pull r:5000/web:v3", "pull " + digest);
  }

  @Test
  void anEngineThatGoesAwayIsReportedAndTakesNothingWithIt() {
    assign(web().assigned("web", 0, 1, V1, true));
    String name = counted(1).instance();
    engine.away(true);
    HostStatus away = status(status -> !status.engine().reachable());
    assertThat(away.engine().error()).contains("cannot be reached");
    assertThat(away.statuses()).singleElement().matches(one -> one.instance().equals(name));
    engine.away(false);
    status(status -> status.engine().reachable());
    counted(1);
    assertThat(engine.done()).containsExactly("create " + name, "start " + name);
  }

  @Test
  void whatEndsIsRecordedAndStartedAgain() {
    assign(web().assigned("web", 0, 1, V1, true));
    String name = counted(1).instance();
    engine.crash(name, 3);
    Status down = instance(one -> one.state() == InstanceState.BACKING_OFF);
    assertThat(down.exitCode()).isEqualTo(3);
    assertThat(down.error()).isEqualTo("exited with code 3");
    assertThat(instance(one -> one.restarts() == 1 && one.counted()).instance()).isEqualTo(name);
    assertThat(record().id()).isEqualTo(name + ".1");
  }

  @Test
  void whatEndsIsStartedAgainThoughItCannotBeRecordedButNotRemoved() throws IOException {
    Path records = folder.resolve("records");
    Files.delete(records);
    Files.createFile(records);
    assign(web().assigned("web", 0, 1, V1, true));
    String name = counted(1).instance();
    engine.crash(name, 3);
    instance(one -> one.restarts() == 1 && one.counted());

    assign();
    await().until(() -> engine.done().stream().filter(("log " + name)::equals).count() > 2);
    assertThat(engine.done()).contains("stop " + name).doesNotContain("remove " + name);
    Files.delete(records);
    Files.createDirectory(records);
    status(status -> status.statuses().isEmpty());
    assertThat(record().id()).isEqualTo(name + ".2");
  }

  @Test
  void whatFailsInAWayThatNobodyForesawIsTriedAgain() {
    for (int time = 0; time < 2; time++) {
      engine.fail("create", new IllegalStateException("unforeseen"));
      engine.fail("start", new IllegalStateException("unforeseen too"));
    }
    assign(web().assigned("web", 0, 1, V1, true));
    instance(one -> one.error().equals("unforeseen"));
    instance(one -> one.error().equals("unforeseen too"));
    assertThat(counted(1).error()).isEmpty();
  }

  @Test
  void whatSomebodyRemovesIsMadeAgain() {
    assign(web().assigned("web", 0, 1, V1, true));
    String name = counted(1).instance();
    engine.vanish(name);
    assertThat(instance(one -> one.counted() && !one.instance().equals(name)).current()).isTrue();
  }

  @Test
  void anImageThatThisAgentBroughtIsPrunedOnceNobodyNeedsIt() {
    give(Trust.ANSWERED, List.of(new ImageOrder("web:v3", "", "default.web.3")));
    String pinned =
        status(s -> s.images().stream().anyMatch(i -> i.state() == ImageState.READY))
            .images()
            .get(0)
            .pinned();
    assertThat(engine.knows(pinned)).isTrue();
    assign();
    assertThat(status(status -> !status.pruned().isEmpty()).pruned()).containsExactly(pinned);
    assertThat(engine.knows(pinned)).isFalse();
    assertThat(engine.knows(V1)).isTrue();
  }
}

package io.berth.server.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.berth.api.Analysis.Sample;
import io.berth.api.Assignment;
import io.berth.api.Health;
import io.berth.api.ImageState;
import io.berth.api.ImageStatus;
import io.berth.api.InstanceState;
import io.berth.api.Json;
import io.berth.api.Probe;
import io.berth.api.Rollout;
import io.berth.api.Rollout.Asked;
import io.berth.api.Rollout.Stable;
import io.berth.api.RolloutAction;
import io.berth.api.RolloutState;
import io.berth.api.Status;
import io.berth.api.spec.Spec;
import io.berth.server.assignment.Candidate;
import io.berth.server.catalog.ServiceName;
import io.berth.server.catalog.SpecReader;
import io.berth.server.rollout.Decision.Advance;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * A rollout of the service web on paper: says what hosts report, and carries out what the planner
 * decides.
 */
final class Scene {
  private static final ServiceName WEB = new ServiceName("default", "web");

  private Instant now = Instant.parse("2026-01-01T00:00:00Z");
  private List<Candidate> hosts = List.of(new Candidate("h1", Map.of(), true));
  private Spec spec = read("{\"image\":\"web:v1\"}");
  private Optional<Rollout> before = Optional.empty();
  private Rollout rollout;
  private boolean rollback;
  private Optional<Measured> measured = Optional.empty();
  private int restarts;
  private final Map<Integer, Assignment> assignments = new TreeMap<>();
  private final Map<Integer, Status> statuses = new TreeMap<>();
  private final Map<String, ImageStatus> images = new HashMap<>();
  private final Map<String, Set<String>> pruned = new HashMap<>();

  Scene hosts(String... names) {
    hosts = Arrays.stream(names).map(name -> new Candidate(name, Map.of(), true)).toList();
    return this;
  }

  /** This one of them is not ready. */
  Scene away(String name) {
    return ready(name, false);
  }

  /** This one of them is ready again. */
  Scene back(String name) {
    return ready(name, true);
  }

  private Scene ready(String name, boolean ready) {
    hosts =
        hosts.stream()
            .map(host -> host.name().equals(name) ? new Candidate(name, Map.of(), ready) : host)
            .toList();
    return this;
  }

  Scene spec(String document) {
    spec = read(document);
    return this;
  }

  /** Revision 1 is stable and this is the rollout of revision 2. */
  Scene stableBefore() {
    Rollout first = Starts.update(WEB, 1, spec, "web@sha256:0", Optional.empty(), now);
    before =
        Optional.of(
            new Edit(first, now)
                .state(RolloutState.SUCCEEDED, "")
                .stable(List.of(new Stable(1, "web@sha256:0")))
                .done());
    return this;
  }

  /** The revision before this one failed with this image. */
  Scene badBefore(String image) {
    Rollout bad = Starts.update(WEB, 2, spec, image, before, now);
    before = Optional.of(new Edit(bad, now).state(RolloutState.FAILED, "bad").done());
    return this;
  }

  Scene rollback() {
    rollback = true;
    return this;
  }

  Scene assigned(int replica, String host) {
    Assignment assignment =
        new Assignment("default", "web", replica, host, 1, "web@sha256:0", spec, true);
    assignments.put(replica, assignment);
    return this;
  }

  /** Goes on until the first replicas are assigned. */
  Scene prepared() {
    advance();
    hosts.forEach(host -> imageReady(host.name(), "web@sha256:1"));
    while (rollout().state() == RolloutState.PREPARING) {
      advance();
    }
    return this;
  }

  Scene imageReady(String host, String pinned) {
    String image = rollback ? "web@sha256:0" : pinned;
    images.put(host, new ImageStatus("web:v1", rollout().id(), ImageState.READY, image, ""));
    return this;
  }

  Scene imageFailed(String host, String error) {
    images.put(host, new ImageStatus("web:v1", rollout().id(), ImageState.FAILED, "", error));
    return this;
  }

  Scene counts(int replica) {
    return report(replica, InstanceState.RUNNING, Health.PASSING, true, null, null, "");
  }

  Scene crashes(int replica, int exitCode) {
    return report(replica, InstanceState.BACKING_OFF, Health.FAILING, false, null, exitCode, "");
  }

  Scene failsItsProbes(int replica, int httpStatus, String error) {
    return report(
        replica,
        InstanceState.RUNNING,
        Health.FAILING,
        false,
        new Probe(now, "http://172.17.0.2/up", httpStatus, error),
        null,
        "");
  }

  Scene cannotStart(int replica, String error) {
    return report(replica, InstanceState.FAILED, Health.FAILING, false, null, null, error);
  }

  /** The containers reported from now on were started again so often in their lives. */
  Scene restarted(int times) {
    restarts = times;
    return this;
  }

  Scene vanishes(int replica) {
    statuses.remove(replica);
    return this;
  }

  Scene pruned(String host, String image) {
    pruned.put(host, Set.of(image));
    return this;
  }

  Scene passes(Duration time) {
    now = now.plus(time);
    return this;
  }

  /** What was measured in the interval that ends now. */
  Scene measured(Sample from, Sample to) {
    measured = Optional.of(new Measured(from, to));
    return this;
  }

  Instant now() {
    return now;
  }

  Decision next() {
    Situation situation =
        new Situation(
            now,
            spec,
            before,
            hosts,
            List.copyOf(assignments.values()),
            new ArrayList<>(statuses.values()),
            images,
            pruned,
            measured);
    return Planner.next(rollout(), situation);
  }

  /** What is done when anna asks this of the rollout, now. */
  Decision asking(RolloutAction action) {
    Rollout before = rollout();
    rollout = new Edit(before, now).asked(new Asked(action, "anna", now)).done();
    Decision decision = next();
    rollout = before;
    return decision;
  }

  /** Has anna ask this of the rollout, which goes on for it. */
  Rollout asked(RolloutAction action) {
    return carryOut(asking(action));
  }

  /** Carries out the next steps, of which there must be some. */
  Rollout advance() {
    return carryOut(next());
  }

  Rollout carryOut(Decision decision) {
    assertThat(decision).isInstanceOf(Advance.class);
    Advance advance = (Advance) decision;
    advance.assign().forEach(assignment -> assignments.put(assignment.replica(), assignment));
    advance.withdraw().forEach(assignment -> assignments.remove(assignment.replica()));
    rollout = advance.rollout();
    return rollout;
  }

  Spec spec() {
    return spec;
  }

  Rollout rollout() {
    if (rollout == null) {
      long revision = before.map(Rollout::to).orElse(0L) + 1;
      rollout =
          rollback
              ? Starts.rollback(WEB, revision, 1, spec, "web@sha256:0", before, now)
              : Starts.update(WEB, revision, spec, "", before, now);
    }
    return rollout;
  }

  Rollout.Step step(String name) {
    return rollout().steps().stream()
        .filter(step -> step.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  List<Assignment> assignments() {
    return List.copyOf(assignments.values());
  }

  private Scene report(
      int replica,
      InstanceState state,
      Health health,
      boolean counted,
      Probe probe,
      Integer exitCode,
      String error) {
    Assignment assignment = assignments.get(replica);
    statuses.put(
        replica,
        new Status(
            "default",
            "web",
            replica,
            assignment.host(),
            "web-" + replica,
            "c" + replica,
            assignment.revision(),
            "hash",
            true,
            assignment.image(),
            state,
            health,
            counted,
            probe,
            restarts,
            exitCode,
            error,
            "127.0.0.1",
            List.of(),
            0,
            0,
            now,
            now));
    return this;
  }

  private static Spec read(String document) {
    try {
      return SpecReader.read(Json.mapper().readTree(document));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }
}

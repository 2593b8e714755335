package io.berth.server.assignment;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.berth.api.Json;
import io.berth.api.spec.Spec;
import io.berth.server.catalog.SpecReader;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class SchedulerTest {
  private static final SortedMap<Integer, String> NOTHING = new TreeMap<>();
  private static final List<Candidate> THREE =
      List.of(host("h1", "a"), host("h2", "a"), host("h3", "b"));

  @Test
  void replicasAreSpreadEvenlyOverTheHosts() {
    Placed placed =
        Scheduler.place(spec("{\"image\":\"w\",\"deploy\":{\"replicas\":4}}"), THREE, NOTHING);

    assertThat(placed.hosts())
        .containsExactlyEntriesOf(sorted(Map.of(0, "h1", 1, "h2", 2, "h3", 3, "h1")));
    assertThat(placed.whole()).isTrue();
  }

  @Test
  void aReplicaStaysWhereItIs() {
    Placed placed =
        Scheduler.place(
            spec("{\"image\":\"w\",\"deploy\":{\"replicas\":2}}"), THREE, sorted(Map.of(0, "h3")));

    assertThat(placed.hosts()).containsExactlyEntriesOf(sorted(Map.of(0, "h3", 1, "h1")));
  }

  @Test
  void constraintsNarrowTheHosts() {
    String constraints =
        "\"placement\":{\"constraints\":[\"host.labels.zone == a\",\"host.name != h1\"]}";
    Placed placed =
        Scheduler.place(
            spec("{\"image\":\"w\",\"deploy\":{\"replicas\":2," + constraints + "}}"),
            THREE,
            NOTHING);

    assertThat(placed.hosts().values()).containsOnly("h2");
  }

  @Test
  void spreadKeysComeBeforeSingleHosts() {
    Placed placed =
        Scheduler.place(
            spec(
                "{\"image\":\"w\",\"deploy\":{\"replicas\":2,\"placement\":{\"spread\":[\"host.labels.zone\"]}}}"),
            THREE,
            NOTHING);

    assertThat(placed.hosts().values()).containsExactly("h1", "h3");
  }

  @Test
  void globalMeansOneOnEveryMatchingHost() {
    Placed placed =
        Scheduler.place(spec("{\"image\":\"w\",\"deploy\":{\"mode\":\"global\"}}"), THREE, NOTHING);

    assertThat(placed.hosts().values()).containsExactly("h1", "h2", "h3");
  }

  @Test
  void aFixedHostPortTakesAHostEachAndSaysWhenThereAreTooFew() {
    Placed placed =
        Scheduler.place(
            spec(
                "{\"image\":\"w\",\"ports\":[{\"target\":80,\"published\":80,\"mode\":\"host\"}],"
                    + "\"deploy\":{\"replicas\":4}}"),
            THREE,
            NOTHING);

    assertThat(placed.whole()).isFalse();
    assertThat(placed.missing())
        .contains("4 replicas do not fit")
        .contains("3 matching hosts")
        .contains("fixed host port");
    assertThat(placed.hopeless()).isTrue();
  }

  @Test
  void whatAHostThatIsNotReadyHasRoomForIsNotHopeless() {
    Spec two =
        spec(
            "{\"image\":\"w\",\"deploy\":{\"replicas\":2,\"placement\":{\"max_replicas_per_host\":1}}}");
    List<Candidate> hosts = List.of(host("h1", "a"), new Candidate("h2", Map.of(), false));

    Placed placed = Scheduler.place(two, hosts, NOTHING);

    assertThat(placed.whole()).isFalse();
    assertThat(placed.hopeless()).isFalse();
    assertThat(placed.missing()).contains("of 2 matching hosts 1 is ready");
  }

  @Test
  void nothingNewIsPlacedOnAHostThatIsNotReadyButWhatIsThereStays() {
    List<Candidate> hosts = List.of(new Candidate("h1", Map.of(), false), host("h2", "a"));
    Placed placed =
        Scheduler.place(
            spec("{\"image\":\"w\",\"deploy\":{\"replicas\":3}}"), hosts, sorted(Map.of(0, "h1")));

    assertThat(placed.hosts().values()).containsExactly("h1", "h2", "h2");
  }

  @Test
  void withoutAnyHostItSaysWhy() {
    Spec zoned =
        spec(
            "{\"image\":\"w\",\"deploy\":{\"placement\":{\"constraints\":[\"host.labels.zone == c\"]}}}");

    Placed unknown = Scheduler.place(zoned, List.of(), NOTHING);
    assertThat(unknown.missing()).isEqualTo("no host has reported yet");
    assertThat(unknown.hopeless()).isFalse();
    Placed none = Scheduler.place(zoned, THREE, NOTHING);
    assertThat(none.missing())
        .isEqualTo("no known host matches the constraints host.labels.zone == c");
    assertThat(none.hopeless()).isTrue();
  }

  private static Candidate host(String name, String zone) {
    return new Candidate(name, Map.of("zone", zone), true);
  }

  private static SortedMap<Integer, String> sorted(Map<Integer, String> map) {
    return new TreeMap<>(map);
  }

  private static Spec spec(String document) {
    try {
      return SpecReader.read(Json.mapper().readTree(document));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }
}

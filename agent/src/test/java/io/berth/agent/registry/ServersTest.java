package io.berth.agent.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ServersTest {
  private static final URI A = URI.create("http://a");
  private static final URI B = URI.create("http://b");
  private static final URI C = URI.create("http://c");

  private final Servers servers = new Servers(List.of(A, B, C));

  @Test
  void aRoundOfFailuresAsksEachOnce() {
    servers.failed(A, "away");
    assertThat(servers.current()).isEqualTo(B);
    servers.failed(B, "away");
    assertThat(servers.current()).isEqualTo(C);
    servers.failed(C, "away");
    assertThat(servers.current()).isEqualTo(A);
  }

  @Test
  void aFailureOfAnotherMovesNothingButIsRemembered() {
    servers.failed(B, "away");
    assertThat(servers.current()).isEqualTo(A);
    servers.failed(A, "away");
    assertThat(servers.current()).isEqualTo(C);
  }

  @Test
  void whoWaitsForAServerIsToldWhenItIsLeft() {
    List<URI> left = new ArrayList<>();
    servers.whenLeft(left::add);
    servers.failed(B, "away");
    servers.failed(A, "away");
    servers.move(A, B, "too late: it was left already");
    servers.move(C, A, "it is well again");
    assertThat(left).containsExactly(A, C);
  }

  @Test
  void aSingleOneStaysWhateverItDoes() {
    Servers single = new Servers(List.of(A, A));
    single.failed(A, "away");
    assertThat(single.current()).isEqualTo(A);
  }

  @Test
  void aServerOfAnotherClusterIsNotPreferredUntilItTakesAReport() {
    servers.stranger(A);
    assertThat(servers.preferred()).isEqualTo(B);
    assertThat(servers.insteadOf(B)).containsExactly(C);
    servers.trust(A);
    assertThat(servers.preferred()).isEqualTo(A);
    assertThat(servers.insteadOf(B)).containsExactly(A, C);
  }

  @Test
  void hostsAreSpreadEvenlyOverTheServersAndOverWhatIsLeftWithoutOne() {
    Map<List<URI>, Long> orders =
        IntStream.range(0, 6000)
            .mapToObj(i -> Servers.spread(List.of(A, B, C), "host-" + i).all())
            .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
    assertThat(orders).hasSize(6);
    assertThat(orders.values()).allMatch(count -> count > 850 && count < 1150);
  }

  @Test
  void aHostLikesTheSameServersEverAgain() {
    assertThat(Servers.spread(List.of(A, B, C), "h1").all())
        .isEqualTo(Servers.spread(List.of(A, B, C), "h1").all());
  }
}

package io.berth.sdk;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class EndpointsTest {
  private static final URI A = URI.create("http://a");
  private static final URI B = URI.create("http://b");
  private static final URI C = URI.create("http://c");

  private final Endpoints endpoints = new Endpoints(List.of(B, C, A));

  @Test
  void thePreferredOneIsFirst() {
    assertThat(endpoints.current()).isEqualTo(B);
  }

  @Test
  void aRoundOfFailuresAsksEachOnce() {
    endpoints.failed(B);
    assertThat(endpoints.current()).isEqualTo(C);
    endpoints.failed(C);
    assertThat(endpoints.current()).isEqualTo(A);
    endpoints.failed(A);
    assertThat(endpoints.current()).isEqualTo(B);
  }

  @Test
  void aFailureOfAnotherMovesNothingButIsRemembered() {
    endpoints.failed(C);
    assertThat(endpoints.current()).isEqualTo(B);
    endpoints.failed(B);
    assertThat(endpoints.current()).isEqualTo(A);
  }

  @Test
  void thePreferredOneCanBeUsedAgain() {
    endpoints.failed(B);
    assertThat(endpoints.current()).isEqualTo(C);
    endpoints.use(endpoints.preferred());
    assertThat(endpoints.current()).isEqualTo(B);
  }

  @Test
  void aSingleOneStaysWhateverItDoes() {
    Endpoints single = new Endpoints(List.of(A));
    single.failed(A);
    assertThat(single.current()).isEqualTo(A);
  }

  @Test
  void clientsAreSpreadEvenlyOverTheServersAndOverWhatIsLeftWithoutOne() {
    RandomGenerator random = new Random(7);
    Map<List<URI>, Long> orders =
        Stream.generate(() -> Endpoints.spread(List.of(A, B, C), random).all())
            .limit(6000)
            .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
    assertThat(orders).hasSize(6);
    assertThat(orders.values()).allMatch(count -> count > 850 && count < 1150);
  }
}

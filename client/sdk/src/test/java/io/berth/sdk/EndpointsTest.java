package io.berth.sdk;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;

class EndpointsTest {
  private static final URI A = URI.create("http://a");
  private static final URI B = URI.create("http://b");
  private static final URI C = URI.create("http://c");

  private final Endpoints endpoints = new Endpoints(List.of(A, B, C), 1);

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
  void theOthersAreInTheOrderInWhichTheyWouldBeNext() {
    assertThat(endpoints.others()).containsExactly(C, A);
    endpoints.failed(C);
    assertThat(endpoints.others()).containsExactly(A, C);
  }

  @Test
  void aSingleOneStaysWhateverItDoes() {
    Endpoints single = new Endpoints(List.of(A), 0);
    single.failed(A);
    assertThat(single.current()).isEqualTo(A);
  }
}

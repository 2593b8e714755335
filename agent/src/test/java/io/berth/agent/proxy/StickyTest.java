package io.berth.agent.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.agent.route.Target;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class StickyTest extends ProxyCase {
  @Test
  void aClientComesBackToTheInstanceThatAnsweredIt() {
    App one = app("one");
    App other = app("other");
    stick(Map.of(), one.target(1), other.target(1));

    HttpResponse<String> first = get("/");

    assertThat(setCookie(first))
        .hasValueSatisfying(it -> assertThat(it).containsIgnoringCase("HttpOnly"));
    assertThat(IntStream.range(0, 20).mapToObj(i -> back(first)))
        .allSatisfy(
            again -> {
              assertThat(again.body()).isEqualTo(first.body());
              assertThat(setCookie(again)).isEmpty();
            });
  }

  @Test
  void whenItsInstanceIsGoneAnotherAnswersAndIsComeBackTo() {
    App one = app("one");
    App other = app("other");
    stick(Map.of(), one.target(1));
    HttpResponse<String> first = get("/");
    stick(Map.of(), other.target(2));

    HttpResponse<String> second = back(first);

    assertThat(second.body()).isEqualTo("other");
    assertThat(setCookie(second)).isPresent().isNotEqualTo(setCookie(first));
  }

  @Test
  void aRevisionThatHasNoShareAnyMoreIsNotComeBackTo() {
    App old = app("old");
    App fresh = app("fresh");
    stick(Map.of(), old.target(1));
    HttpResponse<String> first = get("/");
    stick(Map.of(2L, 100), old.target(1), fresh.target(2));

    assertThat(back(first).body()).isEqualTo("fresh");
  }

  @Test
  void anInstanceThatTakesNoConnectionIsNotInsistedOn() {
    App one = app("one");
    App other = app("other");
    stick(Map.of(), one.target(1));
    HttpResponse<String> first = get("/");
    stick(Map.of(), one.target(1), other.target(1));
    one.close();

    assertThat(back(first).body()).isEqualTo("other");
  }

  @Test
  void whereNobodyAskedForItThereIsNoCookie() {
    lead(app("one").target(1));

    assertThat(setCookie(get("/"))).isEmpty();
  }

  private void stick(Map<Long, Integer> weights, Target... targets) {
    assertThat(take(route(true, weights, false, targets)).refused()).isEmpty();
  }

  private HttpResponse<String> back(HttpResponse<String> first) {
    String cookie = setCookie(first).orElseThrow().split(";", 2)[0];
    return send(ask("/").header("Cookie", "theme=dark; " + cookie));
  }

  private static Optional<String> setCookie(HttpResponse<String> answer) {
    return answer.headers().firstValue("Set-Cookie");
  }
}

package io.berth.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ETagsTest {
  @Test
  void theOrderInWhichAServerHoldsLabelsDoesNotShow() {
    Map<String, String> one = new LinkedHashMap<>();
    one.put("a", "1");
    one.put("b", "2");
    Map<String, String> other = new LinkedHashMap<>();
    other.put("b", "2");
    other.put("a", "1");

    assertThat(ETags.hash(one)).isEqualTo(ETags.hash(other)).matches("[0-9a-f]{16}");
  }

  @Test
  void anotherContentHasAnotherHash() {
    assertThat(ETags.hash(Map.of("a", "1"))).isNotEqualTo(ETags.hash(Map.of("a", "2")));
  }
}

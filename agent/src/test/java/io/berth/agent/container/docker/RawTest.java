package io.berth.agent.container.docker;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.agent.container.Engine.Usage;
import io.berth.api.Json;
import java.io.IOException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RawTest {
  @ParameterizedTest
  @CsvSource({
    "inactive_file, 700",
    "total_inactive_file, 700",
    "something_else, 1000",
  })
  void memoryIsCountedWithoutThePageCacheOfEitherKindOfCgroup(String key, long expected)
      throws IOException {
    String json =
        """
        {"cpu_stats":{"cpu_usage":{"total_usage":42}},
         "memory_stats":{"usage":1000,"stats":{"%s":300}}}
        """
            .formatted(key);
    assertThat(Raw.usage(Json.mapper().readTree(json))).isEqualTo(new Usage(42, expected));
  }
}

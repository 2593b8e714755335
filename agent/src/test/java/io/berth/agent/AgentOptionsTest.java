package io.berth.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.agent.site.Site;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AgentOptionsTest {
  @ParameterizedTest
  @CsvSource({
    "127.0.0.1, 10.0.0.4, http://127.0.0.1:7401",
    "10.0.0.5,  10.0.0.4, http://10.0.0.5:7401",
    "0.0.0.0,   10.0.0.4, http://10.0.0.4:7401",
    "[::],      10.0.0.4, http://10.0.0.4:7401",
    "[::],      fd00::4,  http://[fd00::4]:7401",
    "[::1],     fd00::4,  http://[::1]:7401",
    "h1.lan,    10.0.0.4, http://h1.lan:7401",
  })
  void anAgentIsReachedWhereItListensOrAtItsHostWhereItListensEverywhere(
      String listens, String address, String reached) {
    AgentOptions options =
        new AgentOptions(
            new Site("berth", "h1", address, address, Map.of()),
            List.of(),
            "unix:///d",
            Path.of("."),
            Optional.empty(),
            "",
            listens,
            7401);

    assertThat(options.reachedAt(7401)).isEqualTo(reached);
  }
}

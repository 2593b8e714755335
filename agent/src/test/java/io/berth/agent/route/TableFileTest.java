package io.berth.agent.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.api.spec.Protocol;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TableFileTest {
  @TempDir private Path folder;

  @Test
  void theLastTableIsThereAfterARestart() throws IOException {
    Table table =
        new Table(
            List.of(
                new Route(
                    "default",
                    "web",
                    "0.0.0.0",
                    8080,
                    Protocol.HTTP,
                    false,
                    Map.of(3L, 90, 4L, 10),
                    true,
                    Duration.ofSeconds(30),
                    List.of(new Target("web-0", 3, "172.17.0.2", 80, true)))));

    new TableFile(folder).save(table);

    assertThat(new TableFile(folder).load()).isEqualTo(table);
  }

  @Test
  void withoutOneThereIsNothingToDo() {
    assertThat(new TableFile(folder).load()).isEqualTo(Table.EMPTY);
  }

  @Test
  void oneThatCannotBeReadIsLeftAside() throws IOException {
    for (String text : List.of("", "{\"routes\":", "{\"routes\":[{\"service\":\"web\"}]}")) {
      Files.writeString(folder.resolve("table.json"), text);

      assertThat(new TableFile(folder).load()).as(text).isEqualTo(Table.EMPTY);
    }
  }
}

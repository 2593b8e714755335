package io.berth.agent.state;

import static io.berth.agent.kit.SpecBuilder.spec;
import static org.assertj.core.api.Assertions.assertThat;

import io.berth.api.HostAssignments;
import io.berth.api.ImageOrder;
import io.berth.api.Instance.InstancePort;
import io.berth.api.ServiceRoute;
import io.berth.api.ServiceRoute.Elsewhere;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AssignmentsFileTest {
  private static final HostAssignments ASSIGNMENTS =
      new HostAssignments(
          "berth",
          "h1",
          List.of(
              spec().port(80, 8080).http("/up", 80).setting("a", "b").assigned(1, "web@sha256:1")),
          List.of(new ImageOrder("web:v1", "", "default.web.1")),
          List.of("web@sha256:1"),
          List.of(
              new ServiceRoute(
                  "default",
                  "web",
                  Map.of(2L, 10),
                  List.of(
                      new Elsewhere(
                          "web-1-r1-abc",
                          1,
                          "10.0.0.2",
                          List.of(new InstancePort(80, 32768, "tcp")))),
                  true)));

  @TempDir Path folder;
  private DataDir data;
  private AssignmentsFile file;

  @BeforeEach
  void open() throws IOException {
    data = DataDir.open(folder);
    file = new AssignmentsFile(data);
  }

  @AfterEach
  void close() throws IOException {
    data.close();
  }

  @Test
  void whatAServerSaidIsThereAfterARestart() {
    file.save(ASSIGNMENTS);
    assertThat(new AssignmentsFile(data).load("berth", "h1")).contains(ASSIGNMENTS);
  }

  @Test
  void whatWasSaidToAnotherHostOrClusterIsNot() {
    file.save(ASSIGNMENTS);
    assertThat(file.load("berth", "h2")).isEmpty();
    assertThat(file.load("other", "h1")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "null", "{}", "{\"assignments\":3}"})
  void aSpoiltFileIsAsGoodAsNone(String content) throws IOException {
    Files.writeString(folder.resolve("assignments.json"), content);
    assertThat(file.load("berth", "h1")).isEmpty();
  }

  @Test
  void aWriteThatWasCutShortLeavesTheLastWholeOne() throws IOException {
    file.save(ASSIGNMENTS);
    Files.writeString(folder.resolve("assignments.json.new"), "{\"clus");
    assertThat(file.load("berth", "h1")).contains(ASSIGNMENTS);
    file.save(ASSIGNMENTS);
    assertThat(folder.resolve("assignments.json.new")).doesNotExist();
  }
}

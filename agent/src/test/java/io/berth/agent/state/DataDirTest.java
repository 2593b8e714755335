package io.berth.agent.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataDirTest {
  @TempDir Path folder;

  @Test
  void isMadeWhereThereIsNone() throws IOException {
    Path path = folder.resolve("a/b");
    try (DataDir data = DataDir.open(path)) {
      assertThat(data.resolve("x").getParent()).isEqualTo(path).isDirectory();
    }
  }

  @Test
  void isHeldByOneAgentAtATime() throws IOException {
    try (DataDir unused = DataDir.open(folder)) {
      assertThatThrownBy(() -> DataDir.open(folder))
          .isInstanceOf(IOException.class)
          .hasMessage("data directory " + folder + " is in use by another agent");
    }
    DataDir.open(folder).close();
  }

  @Test
  void isRefusedWhereItCannotBeWritten() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "");
    assertThatThrownBy(() -> DataDir.open(file.resolve("data")))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("data directory " + file.resolve("data") + " cannot be written: ");
  }
}

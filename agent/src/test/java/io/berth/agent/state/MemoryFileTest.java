package io.berth.agent.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.agent.reconcile.Ending;
import io.berth.agent.reconcile.Origin;
import io.berth.agent.state.Memory.PulledImage;
import io.berth.api.ImageState;
import io.berth.api.ImageStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MemoryFileTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00.123456789Z");
  private static final Memory MEMORY =
      new Memory(
          Map.of("web-0", new Life(NOW, NOW, NOW, Ending.UNASKED, 7, 2, 1, 2, true)),
          Map.of("default/web/0", new Origin("hash", "web@sha256:1")),
          List.of(new PulledImage("r/web:v1", "r/web@sha256:1")),
          List.of(
              new ImageStatus("web:v1", "default.web.1", ImageState.READY, "r/web@sha256:1", "")));

  @TempDir Path folder;
  private DataDir data;

  @BeforeEach
  void open() throws IOException {
    data = DataDir.open(folder);
  }

  @AfterEach
  void close() throws IOException {
    data.close();
  }

  @Test
  void whatIsSavedIsRememberedToTheNanosecond() {
    new MemoryFile(data, Runnable::run).save(MEMORY);
    assertThat(new MemoryFile(data, Runnable::run).load()).isEqualTo(MEMORY);
  }

  @Test
  void onlyTheLastOfManyChangesIsWritten() {
    List<Runnable> writes = new ArrayList<>();
    MemoryFile file = new MemoryFile(data, writes::add);
    file.save(new Memory(Map.of(), Map.of(), List.of(), List.of()));
    assertThat(writes).isEmpty();
    file.save(new Memory(Map.of("a", Life.born()), null, null, null));
    file.save(MEMORY);
    file.save(MEMORY);
    assertThat(writes).hasSize(1);
    writes.forEach(Runnable::run);
    assertThat(new MemoryFile(data, Runnable::run).load()).isEqualTo(MEMORY);
  }

  @Test
  void onlyItsOwnerCanReadIt() throws IOException {
    new MemoryFile(data, Runnable::run).save(MEMORY);
    assertThat(Files.getPosixFilePermissions(folder.resolve("memory.json")))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
  }

  @Test
  void withoutAFileThereIsNothingToRemember() {
    assertThat(new MemoryFile(data, Runnable::run).load()).isEqualTo(Memory.EMPTY);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "null", "[]", "{\"lives\":{\"a\":3}}", "{\"held\":[]}"})
  void aSpoiltFileIsAsGoodAsNone(String content) throws IOException {
    Files.writeString(folder.resolve("memory.json"), content);
    assertThat(new MemoryFile(data, Runnable::run).load()).isEqualTo(Memory.EMPTY);
  }
}

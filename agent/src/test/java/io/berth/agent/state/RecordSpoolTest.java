package io.berth.agent.state;

import static io.berth.agent.kit.Records.record;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordSpoolTest {
  @TempDir Path folder;
  private DataDir data;
  private RecordSpool spool;

  @BeforeEach
  void open() throws IOException {
    data = DataDir.open(folder);
    spool = new RecordSpool(data);
  }

  @AfterEach
  void close() throws IOException {
    data.close();
  }

  @Test
  void recordsLeaveInTheOrderInWhichTheyCame() throws IOException {
    put("b", 1);
    put("a", 2);
    assertThat(spool.oldest()).contains(record("b"));
    spool.delete(record("b"));
    assertThat(new RecordSpool(data).oldest()).contains(record("a"));
    spool.delete(record("a"));
    assertThat(spool.oldest()).isEmpty();
  }

  @Test
  void oneThatCannotBeReadIsDropped() throws IOException {
    Files.writeString(folder.resolve("records/default.x.json"), "{");
    put("a", System.currentTimeMillis() + 1000);
    assertThat(spool.oldest()).contains(record("a"));
    assertThat(folder.resolve("records/default.x.json")).doesNotExist();
  }

  @Test
  void whenThereAreTooManyTheOldestGiveWay() throws IOException {
    for (int i = 0; i < RecordSpool.MOST; i++) {
      Files.setLastModifiedTime(
          Files.writeString(folder.resolve("records/default." + i + ".json"), "{}"),
          FileTime.fromMillis(i));
    }
    spool.put(record("last"));
    try (Stream<Path> files = Files.list(folder.resolve("records"))) {
      assertThat(files).hasSize(RecordSpool.MOST);
    }
    assertThat(folder.resolve("records/default.0.json")).doesNotExist();
    assertThat(folder.resolve("records/default.last.json")).exists();
  }

  private void put(String id, long at) throws IOException {
    spool.put(record(id));
    Files.setLastModifiedTime(
        folder.resolve("records/default." + id + ".json"), FileTime.fromMillis(at));
  }
}

package io.berth.agent.registry;

import static io.berth.agent.kit.Records.record;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.berth.agent.kit.StubRegistry;
import io.berth.agent.state.DataDir;
import io.berth.agent.state.RecordSpool;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecordSenderTest {
  private final StubRegistry registry = new StubRegistry("berth");
  private final Servers servers = new Servers(List.of(registry.uri()));
  @TempDir Path folder;
  private DataDir data;
  private RecordSpool spool;
  private RecordSender sender;

  @BeforeEach
  void start() throws IOException {
    data = DataDir.open(folder);
    spool = new RecordSpool(data);
    sender = new RecordSender(new RegistryClient(servers), spool);
    servers.trust(registry.uri());
    sender.start();
  }

  @AfterEach
  void close() throws IOException {
    sender.close();
    registry.close();
    data.close();
  }

  private void send(String id) throws IOException {
    spool.put(record(id));
    sender.changed();
  }

  @Test
  void aRecordIsHandedOverAndForgotten() throws IOException {
    send("a");
    await().until(() -> spool.oldest().isEmpty());
    assertThat(registry.records()).containsEntry("a", record("a"));
  }

  @Test
  void aRecordIsKeptUntilAServerHasIt() throws IOException {
    registry.refuseWith(503);
    send("a");
    await().until(() -> !registry.asked().isEmpty());
    assertThat(spool.oldest()).isPresent();
    registry.refuseWith(0);
    await().until(() -> spool.oldest().isEmpty());
    assertThat(registry.records()).containsKey("a");
  }

  @ParameterizedTest
  @ValueSource(ints = {404, 413, 422})
  void aRecordThatNoServerWillEverTakeIsDropped(int status) throws IOException {
    registry.refuseWith(status);
    send("a");
    await().until(() -> spool.oldest().isEmpty());
    assertThat(registry.records()).isEmpty();
  }
}

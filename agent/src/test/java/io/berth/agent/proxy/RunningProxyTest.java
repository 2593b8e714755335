package io.berth.agent.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class RunningProxyTest {
  @TempDir private Path data;

  @Test
  void nobodyElseCanOpenItsFolder() throws IOException {
    Path folder = Files.createDirectory(RunningProxy.folder(data));
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));

    try (RunningProxy proxy = RunningProxy.start(data)) {
      assertThat(proxy).isNotNull();
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder)))
          .isEqualTo("rwx------");
    }
  }

  @Test
  void aPathThatIsTooLongForASocketIsNamed() {
    Path deep = data.resolve("d".repeat(100));

    assertThatThrownBy(() -> RunningProxy.start(deep))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("path is too long")
        .hasMessageContaining("107 bytes")
        .hasMessageContaining(deep.toString());
  }

  @Test
  void aTableThatLacksSomethingIsRefusedWithItsName() throws IOException {
    Vertx vertx = Vertx.vertx();
    try (RunningProxy proxy = RunningProxy.start(data)) {
      assertThat(proxy).isNotNull();
      assertThat(put(vertx, "{\"routes\":[{\"namespace\":\"default\"}]}"))
          .startsWith("400 ")
          .contains("service");
      assertThat(put(vertx, "not a table")).startsWith("400 ");
      assertThat(put(vertx, "{\"routes\":[]}")).isEqualTo("200 {\"refused\":[],\"leaving\":[]}");
    }
    vertx.close().await();
  }

  private String put(Vertx vertx, String table) {
    HttpClient http = vertx.createHttpClient();
    Path socket = RunningProxy.folder(data).resolve("proxy.sock");
    return vertx
        .executeBlocking(socket::toRealPath)
        .compose(
            real ->
                http.request(
                    new RequestOptions()
                        .setMethod(HttpMethod.PUT)
                        .setServer(SocketAddress.domainSocketAddress(real.toString()))
                        .setHost("proxy")
                        .setURI("/table")))
        .compose(request -> request.send(Buffer.buffer(table)))
        .compose(RunningProxyTest::text)
        .await();
  }

  private static Future<String> text(HttpClientResponse answer) {
    return answer.body().map(body -> answer.statusCode() + " " + body);
  }
}

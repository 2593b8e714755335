package io.berth.agent.container.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.core.DefaultDockerClientConfig;
import com.github.dockerjava.core.DockerClientConfig;
import com.github.dockerjava.core.DockerClientImpl;
import com.github.dockerjava.transport.DockerHttpClient;
import com.github.dockerjava.zerodep.ZerodepDockerHttpClient;
import io.berth.agent.net.NoTls;
import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;

/** The connections to one Docker engine; none is opened before the first call. */
public final class DockerConnection implements Closeable {
  private static final Duration CONNECT = Duration.ofSeconds(5);
  private static final int MAX_CONNECTIONS = 256;

  private final DockerHttpClient http;
  private final DockerClient client;
  private final Deadlines deadlines;

  /** To the engine at {@code address}, such as {@code unix:///var/run/docker.sock}. */
  public DockerConnection(String address, ScheduledExecutorService timer) {
    DockerClientConfig config =
        DefaultDockerClientConfig.createDefaultConfigBuilder()
            .withDockerHost(address)
            .withDockerTlsVerify(false)
            .build();
    this.http =
        new ZerodepDockerHttpClient.Builder()
            .dockerHost(config.getDockerHost())
            .sslConfig("unix".equals(config.getDockerHost().getScheme()) ? NoTls::new : null)
            .maxConnections(MAX_CONNECTIONS)
            .connectionTimeout(CONNECT)
            .build();
    this.client = DockerClientImpl.getInstance(config, http);
    this.deadlines = new Deadlines(timer);
  }

  DockerHttpClient http() {
    return http;
  }

  DockerClient client() {
    return client;
  }

  Deadlines deadlines() {
    return deadlines;
  }

  @Override
  public void close() throws IOException {
    client.close();
  }
}

package io.berth.agent.kit;

import static org.awaitility.Awaitility.await;

import com.github.dockerjava.api.model.AuthConfig;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** An image registry of a test's own, which can go away or want credentials (berth, secret). */
public final class PrivateImageRegistry implements AutoCloseable {
  private static final String SECRET =
      "berth:$2y$05$abcdefghijklmnopqrstuuOQiyCxlgf/oeuTqixKmWdcYUh4Hjl0a\n";

  private final Process process;
  private final String address;

  private PrivateImageRegistry(Process process, String address) {
    this.process = process;
    this.address = address;
  }

  /** Open to everybody. */
  public static PrivateImageRegistry open(Path folder) throws IOException {
    return start(folder, "");
  }

  /** Open to those who know the secret. */
  public static PrivateImageRegistry guarded(Path folder) throws IOException {
    Path passwords = Files.writeString(folder.resolve("htpasswd"), SECRET);
    return start(folder, "auth: {htpasswd: {realm: test, path: " + passwords + "}}\n");
  }

  private static PrivateImageRegistry start(Path folder, String auth) throws IOException {
    String address = "127.0.0.1:" + RealHost.freePorts(1).get(0);
    Path config =
        Files.writeString(
            folder.resolve("registry.yml"),
            """
            version: 0.1
            storage: {filesystem: {rootdirectory: %s}}
            http: {addr: %s}
            %s"""
                .formatted(Files.createDirectories(folder.resolve("images")), address, auth));
    Process process =
        new ProcessBuilder("docker-registry", "serve", config.toString())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("registry.log").toFile())
            .start();
    await().ignoreExceptions().until(() -> answers(address));
    return new PrivateImageRegistry(process, address);
  }

  private static boolean answers(String address) throws IOException {
    HttpURLConnection connection =
        (HttpURLConnection) URI.create("http://" + address + "/v2/").toURL().openConnection();
    return List.of(200, 401).contains(connection.getResponseCode());
  }

  public String address() {
    return address;
  }

  /** Puts the image {@code web:v1} here under this name, and answers its whole reference. */
  public String push(RealHost host, String name) {
    return push(host, name, "web:v1");
  }

  /** Puts an image here under this name, and answers its whole reference. */
  public String push(RealHost host, String name, String image) {
    int colon = name.lastIndexOf(':');
    String repository = address + "/" + name.substring(0, colon);
    String source = host.imageRegistry() + "/" + image;
    try {
      host.docker().pullImageCmd(source).start().awaitCompletion();
      host.docker().tagImageCmd(source, repository, name.substring(colon + 1)).exec();
      host.docker()
          .pushImageCmd(address + "/" + name)
          .withAuthConfig(
              new AuthConfig()
                  .withUsername("berth")
                  .withPassword("secret")
                  .withRegistryAddress(address))
          .start()
          .awaitCompletion();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    return address + "/" + name;
  }

  @Override
  public void close() {
    process.destroyForcibly();
    await().until(() -> !process.isAlive());
  }
}

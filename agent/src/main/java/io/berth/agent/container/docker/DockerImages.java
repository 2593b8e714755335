package io.berth.agent.container.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.InspectImageResponse;
import com.github.dockerjava.api.exception.ConflictException;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.transport.DockerHttpClient;
import io.berth.agent.container.ImageStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** The images of a Docker engine. */
public final class DockerImages implements ImageStore {
  private static final Duration QUICK = Duration.ofSeconds(20);
  private static final Duration SLOW = Duration.ofMinutes(2);

  private final DockerHttpClient http;
  private final DockerClient client;
  private final Deadlines deadlines;
  private final Duration pullStall;

  /**
   * The engine's images.
   *
   * @param pullStall how long a pull may stand still
   */
  public DockerImages(DockerConnection connection, Duration pullStall) {
    this.http = connection.http();
    this.client = connection.client();
    this.deadlines = connection.deadlines();
    this.pullStall = pullStall;
  }

  @Override
  public Optional<LocalImage> find(String reference) {
    return deadlines.within(
        QUICK,
        () -> {
          try {
            InspectImageResponse image = client.inspectImageCmd(reference).exec();
            List<String> digests = image.getRepoDigests();
            return Optional.of(
                new LocalImage(image.getId(), digests == null ? List.of() : digests));
          } catch (NotFoundException e) {
            return Optional.empty();
          }
        });
  }

  @Override
  public Pulled pull(String reference, Optional<Login> login) {
    try (Pull pull = new Pull(reference)) {
      return pull.run(client, login, pullStall);
    }
  }

  @Override
  public OptionalLong free() {
    Path root = Path.of(deadlines.within(QUICK, () -> Raw.root(http)));
    try {
      return OptionalLong.of(Files.getFileStore(root).getUsableSpace());
    } catch (IOException elsewhere) {
      return OptionalLong.empty(); // The engine has another file system than the agent.
    }
  }

  @Override
  public void remove(String reference) {
    deadlines.within(
        SLOW,
        () -> {
          try {
            return client.removeImageCmd(reference).exec();
          } catch (NotFoundException | ConflictException goneOrInUse) {
            return null;
          }
        });
  }
}

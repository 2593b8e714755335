package io.berth.agent.image;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.berth.agent.container.ImageStore.Login;
import io.berth.api.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Optional;

/**
 * Credentials for image registries, by name, in a file on the host: {@code {"name":
 * {"username","password","registry"}}}. It is read at every use, so it can be changed at any time.
 */
public final class Credentials {
  private final Path file;

  /** In this file. */
  public Credentials(Path file) {
    this.file = file;
  }

  /**
   * Those with this name; empty for no name.
   *
   * @throws IOException when they cannot be had; the message says why, and holds no secret
   */
  public Optional<Login> find(String name) throws IOException {
    if (name.isEmpty()) {
      return Optional.empty();
    }
    JsonNode entry = read().path(name);
    if (!entry.path("username").isTextual() || !entry.path("password").isTextual()) {
      throw new IOException(
          "credentials \"" + name + "\" with username and password are not in " + file);
    }
    return Optional.of(
        new Login(
            entry.path("username").asText(),
            entry.path("password").asText(),
            entry.path("registry").asText()));
  }

  /**
   * Refuses a file that others can read, or that is no JSON object.
   *
   * @throws IOException when it is not usable; the message says why
   */
  public void check() throws IOException {
    read();
  }

  private JsonNode read() throws IOException {
    try {
      if (Files.getPosixFilePermissions(file).contains(PosixFilePermission.OTHERS_READ)) {
        throw new IOException(file + " can be read by everybody; chmod 600 it");
      }
      JsonNode all = Json.mapper().readTree(Files.readAllBytes(file));
      if (all == null || !all.isObject()) {
        throw new IOException(file + " is not a JSON object");
      }
      return all;
    } catch (NoSuchFileException e) {
      throw new IOException("there is no credentials file " + file, e);
    } catch (JsonProcessingException e) {
      throw new IOException(file + " is not JSON, line " + e.getLocation().getLineNr(), e);
    }
  }
}

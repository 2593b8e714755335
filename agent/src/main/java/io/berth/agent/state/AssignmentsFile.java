package io.berth.agent.state;

import io.berth.api.HostAssignments;
import io.berth.api.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The last assignments that a server gave, so that an agent can start while every server is away.
 */
public final class AssignmentsFile {
  private static final Logger log = LoggerFactory.getLogger(AssignmentsFile.class);

  private final Path file;

  /** In this folder. */
  public AssignmentsFile(DataDir folder) {
    this.file = folder.resolve("assignments.json");
  }

  /** Those of this cluster and host; empty where there are none or they cannot be read. */
  public Optional<HostAssignments> load(String cluster, String host) {
    try {
      HostAssignments kept =
          Json.mapper().readValue(Files.readAllBytes(file), HostAssignments.class);
      return Optional.ofNullable(kept)
          .filter(known -> cluster.equals(known.cluster()) && host.equals(known.host()));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      log.warn("{} cannot be read and is left aside: {}", file, Reason.of(e));
      return Optional.empty();
    }
  }

  /** Returns once they are safe on disk; a disk that is full is logged, and no reason to stop. */
  public void save(HostAssignments assignments) {
    try {
      AtomicFile.write(file, Json.mapper().writeValueAsBytes(assignments));
    } catch (IOException e) {
      log.warn("the assignments cannot be kept in {}: {}", file, Reason.of(e));
    }
  }
}

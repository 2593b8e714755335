package io.berth.agent.route;

import io.berth.agent.state.AtomicFile;
import io.berth.api.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where a proxy keeps its table, so that it has one when it starts before the agent. */
public final class TableFile {
  private static final Logger log = LoggerFactory.getLogger(TableFile.class);

  private final Path file;

  /** In a folder that exists. */
  public TableFile(Path folder) {
    this.file = folder.resolve("table.json");
  }

  /** The last one; an empty one where there is none or it cannot be read. */
  public Table load() {
    try {
      return Json.mapper().readValue(Files.readAllBytes(file), Table.class);
    } catch (NoSuchFileException e) {
      return Table.EMPTY;
    } catch (IOException e) {
      log.warn("{} cannot be read and is left aside: {}", file, e.getMessage());
      return Table.EMPTY;
    }
  }

  /** Returns once it is safe on disk. */
  public void save(Table table) throws IOException {
    AtomicFile.write(file, Json.mapper().writeValueAsBytes(table));
  }
}

package io.berth.agent.state;

import io.berth.api.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where the {@link Memory} is kept. Saving never waits for the disk: when changes come faster than
 * it writes, only the last is written.
 */
public final class MemoryFile {
  private static final Logger log = LoggerFactory.getLogger(MemoryFile.class);

  private final Path file;
  private final Executor writer;
  private final AtomicReference<Memory> unwritten = new AtomicReference<>();
  private Memory last = Memory.EMPTY;

  /** In this folder, written by the writer's threads. */
  public MemoryFile(DataDir folder, Executor writer) {
    this.file = folder.resolve("memory.json");
    this.writer = writer;
  }

  /** What was remembered; nothing where there is nothing, or nothing that can be read. */
  public Memory load() {
    try {
      Memory kept = Json.mapper().readValue(Files.readAllBytes(file), Memory.class);
      last = kept == null ? Memory.EMPTY : kept;
    } catch (NoSuchFileException e) {
      last = Memory.EMPTY;
    } catch (IOException e) {
      log.warn("{} cannot be read; containers are known by their labels: {}", file, Reason.of(e));
      last = Memory.EMPTY;
    }
    return last;
  }

  /** Keeps it, soon, if it differs from the last. Called by one thread. */
  public void save(Memory memory) {
    if (memory.equals(last)) {
      return;
    }
    last = memory;
    if (unwritten.getAndSet(memory) == null) {
      writer.execute(this::write);
    }
  }

  // One at a time, and what to write is taken inside: a later write cannot be overtaken.
  private synchronized void write() {
    Memory memory = unwritten.getAndSet(null);
    try {
      AtomicFile.write(file, Json.mapper().writeValueAsBytes(memory));
    } catch (IOException e) {
      log.warn("{} cannot be written: {}", file, Reason.of(e));
    }
  }
}

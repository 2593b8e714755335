package io.berth.agent.container.docker;

import com.github.dockerjava.api.command.LogContainerCmd;
import io.berth.agent.container.EngineException;
import io.berth.agent.container.EngineException.Kind;
import io.berth.agent.container.LogSource;
import java.io.Closeable;
import java.io.IOException;

/**
 * What containers on a Docker engine print. The connection is its own: those who read slowly hold
 * some of it, and none of what the agent works with.
 */
public final class DockerLogs implements LogSource, AutoCloseable {
  private final DockerConnection connection;

  /** Nobody else may use the connection. */
  public DockerLogs(DockerConnection connection) {
    this.connection = connection;
  }

  @Override
  public Closeable read(String name, Range range, Reader reader) {
    LogReading reading = new LogReading(range.since(), reader);
    LogContainerCmd command =
        connection
            .client()
            .logContainerCmd(name)
            .withStdOut(true)
            .withStdErr(true)
            .withTimestamps(true)
            .withTail(range.tail())
            .withFollowStream(range.follow());
    if (range.since() != null) {
      // Whole seconds alone; the reading leaves out what is left of the first.
      command.withSince((int) Math.max(0, range.since().getEpochSecond()));
    }
    return command.exec(reading);
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (IOException e) {
      throw new EngineException(Kind.AWAY, String.valueOf(e.getMessage()));
    }
  }
}

package io.berth.agent.container.docker;

import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.command.LogContainerCmd;
import com.github.dockerjava.api.model.Frame;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The end of a container's output. */
final class LogTail extends ResultCallback.Adapter<Frame> {
  private static final int MAX_LINE = 4096;

  private final int lines;
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  LogTail(int lines) {
    this.lines = lines;
  }

  @Override
  public void onNext(Frame frame) {
    bytes.writeBytes(frame.getPayload());
  }

  List<String> read(LogContainerCmd command) {
    command.withStdOut(true).withStdErr(true).withTail(lines).exec(this);
    try {
      awaitCompletion();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while reading a container's output", e);
    }
    List<String> all = bytes.toString(StandardCharsets.UTF_8).lines().map(LogTail::cut).toList();
    return all.subList(Math.max(0, all.size() - lines), all.size());
  }

  private static String cut(String line) {
    return line.length() <= MAX_LINE ? line : line.substring(0, MAX_LINE) + "…";
  }

  @Override
  public void close() {
    try {
      super.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

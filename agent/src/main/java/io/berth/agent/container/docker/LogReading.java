package io.berth.agent.container.docker;

import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.model.Frame;
import com.github.dockerjava.api.model.StreamType;
import io.berth.agent.container.EngineException;
import io.berth.agent.container.EngineException.Kind;
import io.berth.agent.container.LogSource.Reader;
import io.berth.api.LogLine;
import java.io.Closeable;
import java.io.IOException;
import java.time.Instant;

/**
 * A container's output, from the engine's frames to lines. The engine's thread calls, and waits
 * while the reader does; {@link #close} may come from any thread at any time.
 */
final class LogReading implements ResultCallback<Frame> {
  private final Instant since;
  private final Reader reader;
  private final LogAssembly out = new LogAssembly((at, text) -> line(at, LogLine.STDOUT, text));
  private final LogAssembly err = new LogAssembly((at, text) -> line(at, LogLine.STDERR, text));
  private Closeable stream; // Guarded by this, as is what follows.
  private boolean closed;
  private boolean over;

  /** Only what was printed later than {@code since} is told; null for all. */
  LogReading(Instant since, Reader reader) {
    this.since = since;
    this.reader = reader;
  }

  @Override
  public void onStart(Closeable opened) {
    synchronized (this) {
      stream = opened;
      if (!closed) {
        return;
      }
    }
    close(opened); // It was closed before there was something to close.
  }

  @Override
  public void onNext(Frame frame) {
    (frame.getStreamType() == StreamType.STDERR ? err : out).add(frame.getPayload());
  }

  private void line(Instant time, String name, String text) {
    if (since != null && !time.isAfter(since)) {
      return;
    }
    try {
      reader.line(time, name, text);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // The next read of the stream fails for it.
      throw new IllegalStateException("closed", e);
    }
  }

  @Override
  public void onError(Throwable failure) {
    EngineException fault =
        Faults.of(
            failure instanceof RuntimeException known ? known : new RuntimeException(failure));
    end(fault.kind() == Kind.NOT_FOUND ? "" : fault.getMessage()); // Removed: that is all there is.
  }

  @Override
  public void onComplete() {
    end("");
  }

  private void end(String trouble) {
    boolean wanted;
    synchronized (this) {
      if (over) {
        return;
      }
      over = true;
      wanted = !closed;
    }
    try {
      if (wanted) {
        out.end();
        err.end();
      }
    } finally {
      reader.ended(wanted ? trouble : "");
    }
  }

  @Override
  public void close() {
    Closeable open;
    synchronized (this) {
      closed = true;
      open = stream;
    }
    if (open != null) {
      close(open);
    }
  }

  private static void close(Closeable stream) {
    try {
      stream.close();
    } catch (IOException e) {
      // It is of no more use either way.
    }
  }
}

package io.berth.agent.http;

import io.berth.api.LogLine;
import java.io.IOException;

/**
 * Where lines are written to. Every method may block while the asker reads slowly; fails when it
 * has gone, or does not read at all.
 */
interface LogOutput {
  /** Writes a line, soon. */
  void write(LogLine line) throws InterruptedException, IOException;

  /** Writes what was held back, now. */
  void flush() throws InterruptedException, IOException;

  /** A sign of life. */
  void beat() throws InterruptedException, IOException;

  /** There is no more. */
  void end() throws InterruptedException, IOException;
}

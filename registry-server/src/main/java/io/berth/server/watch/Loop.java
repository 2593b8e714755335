package io.berth.server.watch;

import java.time.Duration;

/** The one thread on which a watch lives: an event loop, or a test's own. */
public interface Loop {
  /** Runs it on the loop, soon; from any thread. */
  void run(Runnable action);

  /** Runs it on the loop after a delay. Call it on the loop. */
  Timer after(Duration delay, Runnable action);

  /** Something that is still to happen. */
  interface Timer {
    /** Lets it not happen; on the loop. */
    void cancel();
  }
}

import java.util.concurrent.CompletionStage;

/** One value that is written, and watched. */
interface Watched {
  /** Told what a watcher sees, from any thread. */
  interface Seen {
    void seen(int watcher, int value);
  }

  /** Has so many watch from now on, each on a connection of its own. */
  void watch(int watchers, Seen seen) throws Exception;

  /** Writes a value, one more than the last; 1 is the first. */
  CompletionStage<?> put(int value);
}

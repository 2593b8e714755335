package io.berth.sdk;

/** Is told of changes. */
@FunctionalInterface
public interface ChangeListener<T> {
  /**
   * Called after each change, in order, on the client's one listener thread: a listener that waits
   * holds up the others and the disk cache, but no lookup and no lease. What it throws is logged.
   *
   * @param before what was shown until now; null where nothing was known
   * @param now what is shown since
   */
  void changed(T before, T now);
}

package io.berth.sdk;

import com.fasterxml.jackson.core.JsonProcessingException;

/** Is told of settings that do not fit the type they are read into. */
@FunctionalInterface
public interface UnreadableListener {
  /**
   * Called once per revision that does not fit, on the client's listener thread; the last good
   * value stays.
   *
   * @param revision the revision with the document
   * @param fault where and why it does not fit
   */
  void unreadable(long revision, JsonProcessingException fault);
}

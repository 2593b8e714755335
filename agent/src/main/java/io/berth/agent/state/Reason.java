package io.berth.agent.state;

import com.fasterxml.jackson.core.JsonProcessingException;

/** Why a file could not be read or written, in one line and without quoting from it. */
final class Reason {
  private Reason() {}

  static String of(Exception e) {
    if (e instanceof JsonProcessingException) {
      return "it is not what an agent wrote";
    }
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }
}

package io.berth.server.catalog;

import io.berth.server.journal.Draft;
import io.berth.server.journal.Write;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Who asks for a change, and why.
 *
 * @param author who, as the caller says
 * @param message why, may be empty
 * @param request the id under which it may be retried
 */
public record Caller(String author, String message, Optional<Write.Request> request) {
  /** The author of what Berth does by itself. */
  public static final String CONTROLLER = "controller";

  /** What the caller writes. */
  public Write write(List<Draft> drafts) {
    return new Write(author, message, request, OptionalLong.empty(), drafts);
  }
}

package io.berth.server.journal;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What is to be committed in one transaction.
 *
 * @param author who writes
 * @param message why, may be empty
 * @param request the caller's id of the request, if it may be retried
 * @param epoch of the controller lease that the writer believes it holds; the write is refused when
 *     the journal knows a newer one
 * @param drafts all of which are committed, or none; not empty
 */
public record Write(
    String author,
    String message,
    Optional<Request> request,
    OptionalLong epoch,
    List<Draft> drafts) {

  /** A write by a caller who will not retry it under an id. */
  public static Write of(String author, String message, List<Draft> drafts) {
    return new Write(author, message, Optional.empty(), OptionalLong.empty(), drafts);
  }

  /**
   * A request that may be retried.
   *
   * @param id chosen by the caller, unique among its requests
   * @param fingerprint of what was asked, so that an id used twice for different requests is told
   *     apart
   */
  public record Request(String id, String fingerprint) {}
}

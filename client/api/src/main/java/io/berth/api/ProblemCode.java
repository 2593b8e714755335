package io.berth.api;

import java.util.Locale;

/** Every way in which a request can be refused: its HTTP status and its stable code on the wire. */
public enum ProblemCode {
  /** The body is not JSON. */
  NOT_JSON(400),
  /** A value in the path, query or headers is wrong. */
  INVALID_REQUEST(400),
  /** The document is JSON but not a valid one; see faults. */
  INVALID_SPEC(422),
  /** There is no such thing. */
  NOT_FOUND(404),
  /** There is no such revision of the service. */
  REVISION_NOT_FOUND(404),
  /** The path exists, but not with this method. */
  METHOD_NOT_ALLOWED(405),
  /** It is not in a state that allows this. */
  CONFLICT(409),
  /** The report is of another cluster than the server's. */
  WRONG_CLUSTER(409),
  /** A later report of the host is known; see number. */
  STALE_REPORT(409),
  /** If-Match or If-None-Match does not hold; see revision. */
  STALE_REVISION(412),
  /** The body is over 1 MiB. */
  BODY_TOO_LARGE(413),
  /** The body has another content type than JSON. */
  UNSUPPORTED_MEDIA_TYPE(415),
  /** The Idempotency-Key was used before for another request. */
  IDEMPOTENCY_KEY_REUSED(422),
  /** A fault of the server; its log has more. */
  INTERNAL(500),
  /** More is asked at once than the server takes; ask again later, or another server. */
  BUSY(503),
  /** The journal cannot be written now; reads go on. */
  JOURNAL_UNAVAILABLE(503),
  /** The server has not loaded its state yet. */
  NOT_READY(503);

  private final int status;

  ProblemCode(int status) {
    this.status = status;
  }

  /** The HTTP status. */
  public int status() {
    return status;
  }

  /** As on the wire: {@code stale_revision}. */
  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** In words: {@code Stale revision}. */
  public String title() {
    String words = name().toLowerCase(Locale.ROOT).replace('_', ' ');
    return Character.toUpperCase(words.charAt(0)) + words.substring(1);
  }

  /** A problem with this code, without faults. */
  public Problem problem(String detail) {
    return new Problem("about:blank", title(), status, code(), detail, java.util.List.of());
  }
}

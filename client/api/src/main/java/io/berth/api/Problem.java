package io.berth.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;

/**
 * An error answer, {@code application/problem+json} (RFC 9457).
 *
 * @param type {@code "about:blank"}: the code says which
 * @param title the code in words
 * @param status the HTTP status
 * @param code stable, for programs: see {@link ProblemCode}
 * @param detail what was wrong here and what would be right, in a sentence
 * @param faults the places in the input that were wrong
 * @param revision with {@code stale_revision}: the current revision; else null
 * @param number with {@code stale_report}: the number of the last report; else null
 */
public record Problem(
    String type,
    String title,
    int status,
    String code,
    String detail,
    List<Fault> faults,
    @JsonInclude(JsonInclude.Include.NON_NULL) Long revision,
    @JsonInclude(JsonInclude.Include.NON_NULL) Long number) {
  /** One of a code that needs neither revision nor number. */
  public Problem(
      String type, String title, int status, String code, String detail, List<Fault> faults) {
    this(type, title, status, code, detail, faults, null, null);
  }

  /** Never null. */
  public Problem {
    faults = faults == null ? List.of() : List.copyOf(faults);
  }
}

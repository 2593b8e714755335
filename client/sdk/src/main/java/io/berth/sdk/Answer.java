package io.berth.sdk;

import io.berth.api.Json;
import io.berth.api.Problem;
import java.io.IOException;
import java.net.URI;
import java.util.Optional;

/** What a server said. */
record Answer(URI endpoint, int status, Optional<String> etag, String body) {

  boolean isSuccess() {
    return status / 100 == 2;
  }

  /**
   * Whether a server of the registry understood and refused: asking another would not help. What
   * answers so without a problem document is a web server of another kind.
   */
  boolean isRefusal() {
    return status / 100 == 4 && problem().isPresent();
  }

  /** Empty where it is none. */
  private Optional<Problem> problem() {
    try {
      return Optional.ofNullable(Json.mapper().readValue(body, Problem.class))
          .filter(problem -> problem.code() != null);
    } catch (IOException notOurs) {
      return Optional.empty();
    }
  }

  /** In words for a log: the problem's code, detail and faults where the body holds one. */
  String reason() {
    return problem().map(this::words).orElse("status " + status);
  }

  private String words(Problem problem) {
    String reason = status + " " + problem.code() + ": " + problem.detail();
    return problem.faults().isEmpty() ? reason : reason + " " + problem.faults();
  }
}

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

  /** Whether the server understood and refused: asking another would not help. */
  boolean isRefusal() {
    return status / 100 == 4;
  }

  /** In words for a log: the problem's code, detail and faults where the body holds one. */
  String reason() {
    try {
      Problem problem = Json.mapper().readValue(body, Problem.class);
      if (problem != null && problem.code() != null) {
        String reason = status + " " + problem.code() + ": " + problem.detail();
        return problem.faults().isEmpty() ? reason : reason + " " + problem.faults();
      }
    } catch (IOException e) {
      // Not a problem document: then it is not Berth that answers, and the status says enough.
    }
    return "status " + status;
  }
}

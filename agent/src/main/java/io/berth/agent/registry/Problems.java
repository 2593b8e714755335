package io.berth.agent.registry;

import io.berth.api.Json;
import io.berth.api.Problem;
import io.berth.api.ProblemCode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.util.Optional;

/** Reads from an answer why a server refuses. */
final class Problems {
  private Problems() {}

  /** Empty when it is not a server of the registry that says no. */
  static Optional<Problem> of(HttpResponse<byte[]> answer) {
    try {
      return Optional.ofNullable(Json.mapper().readValue(answer.body(), Problem.class))
          .filter(problem -> problem.code() != null);
    } catch (IOException notOurs) {
      return Optional.empty();
    }
  }

  /** Empty when it is not this problem. */
  static Optional<Problem> of(HttpResponse<byte[]> answer, ProblemCode code) {
    return of(answer).filter(problem -> problem.code().equals(code.code()));
  }

  /** For a message: what a server answered that was not what was wanted. */
  static String said(URI server, HttpResponse<byte[]> answer) {
    String detail = of(answer).map(problem -> ": " + problem.detail()).orElse("");
    return server + " answered " + answer.statusCode() + detail;
  }
}

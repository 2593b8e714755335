package io.berth.cli.command;

import io.berth.api.Problem;
import io.berth.cli.registry.Refused;
import io.berth.cli.view.Text;
import java.util.List;

/** What is said of an error: the one place where exceptions become lines. */
final class Errors {
  private Errors() {}

  /** One line, or one a fault. */
  static List<String> lines(Exception e) {
    if (e instanceof Refused refused) {
      return problem(refused.problem()).stream().map(Errors::line).toList();
    }
    String message = e.getMessage();
    return List.of(line(message == null || message.isBlank() ? e.toString() : message));
  }

  private static List<String> problem(Problem problem) {
    if (!problem.faults().isEmpty()) {
      return problem.faults().stream().map(Object::toString).toList();
    }
    String detail = problem.detail() == null ? problem.title() : problem.detail();
    if (problem.revision() != null && !detail.contains(problem.revision().toString())) {
      return List.of(detail + "; the current revision is " + problem.revision());
    }
    return List.of(detail);
  }

  private static String line(String message) {
    return "berth: " + Text.line(message);
  }
}

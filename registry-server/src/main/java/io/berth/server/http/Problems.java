package io.berth.server.http;

import io.berth.api.Fault;
import io.berth.api.Problem;
import io.berth.api.ProblemCode;
import io.berth.server.catalog.InvalidRequest;
import io.berth.server.catalog.InvalidSpec;
import io.berth.server.catalog.NotFound;
import io.berth.server.catalog.Refused;
import io.berth.server.catalog.RevisionNotFound;
import io.berth.server.catalog.StaleRevision;
import io.berth.server.host.StaleReport;
import io.berth.server.journal.JournalRefused;
import io.berth.server.journal.JournalUnavailable;
import io.berth.server.journal.RequestReused;
import io.vertx.core.http.HttpClosedException;
import io.vertx.ext.web.handler.HttpException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one table from what went wrong to what the caller is told. */
final class Problems {
  private static final Logger LOG = LoggerFactory.getLogger(Problems.class);
  private static final Map<Class<?>, Function<Throwable, Problem>> TABLE = new HashMap<>();

  static {
    row(NotJson.class, e -> ProblemCode.NOT_JSON.problem(e.getMessage()));
    row(InvalidRequest.class, e -> problem(ProblemCode.INVALID_REQUEST, e.faults()));
    row(HttpException.class, e -> invalid("the URL cannot be decoded"));
    row(HttpClosedException.class, e -> invalid("the connection was closed")); // Nobody reads it.
    row(InvalidSpec.class, e -> problem(ProblemCode.INVALID_SPEC, e.faults()));
    row(NotFound.class, e -> ProblemCode.NOT_FOUND.problem(e.getMessage()));
    row(RevisionNotFound.class, e -> ProblemCode.REVISION_NOT_FOUND.problem(e.getMessage()));
    row(StaleRevision.class, e -> stale(e.getMessage(), e.current()));
    row(StaleReport.class, Problems::stale);
    row(BodyTooLarge.class, e -> ProblemCode.BODY_TOO_LARGE.problem(e.getMessage()));
    row(
        UnsupportedMediaType.class,
        e -> ProblemCode.UNSUPPORTED_MEDIA_TYPE.problem(e.getMessage()));
    row(RequestReused.class, e -> ProblemCode.IDEMPOTENCY_KEY_REUSED.problem(e.getMessage()));
    row(Refused.class, e -> e.code().problem(e.getMessage()));
    row(JournalUnavailable.class, e -> ProblemCode.JOURNAL_UNAVAILABLE.problem(e.getMessage()));
    row(JournalRefused.class, e -> ProblemCode.JOURNAL_UNAVAILABLE.problem(e.getMessage()));
    row(
        TimeoutException.class,
        e -> ProblemCode.JOURNAL_UNAVAILABLE.problem("the journal did not answer in time"));
  }

  private Problems() {}

  /** What the caller is told of a failure; one that is not in the table is the server's fault. */
  static Problem of(Throwable failure) {
    for (Class<?> type = failure.getClass(); type != null; type = type.getSuperclass()) {
      if (TABLE.containsKey(type)) {
        return TABLE.get(type).apply(failure);
      }
    }
    LOG.error("a request failed by a fault of this server", failure);
    return ProblemCode.INTERNAL.problem("a fault of the server; its log has more");
  }

  private static <E extends Throwable> void row(Class<E> type, Function<E, Problem> problem) {
    TABLE.put(type, failure -> problem.apply(type.cast(failure)));
  }

  private static Problem invalid(String detail) {
    return ProblemCode.INVALID_REQUEST.problem(detail);
  }

  private static Problem problem(ProblemCode code, List<Fault> faults) {
    String more = faults.size() > 1 ? " (and " + (faults.size() - 1) + " more)" : "";
    Problem bare = code.problem(faults.isEmpty() ? code.title() : faults.get(0) + more);
    return new Problem(
        bare.type(), bare.title(), bare.status(), bare.code(), bare.detail(), faults);
  }

  private static Problem stale(String detail, long current) {
    Problem bare = ProblemCode.STALE_REVISION.problem(detail);
    return new Problem(
        bare.type(), bare.title(), bare.status(), bare.code(), detail, List.of(), current, null);
  }

  private static Problem stale(StaleReport e) {
    Problem bare = ProblemCode.STALE_REPORT.problem(e.getMessage());
    return new Problem(
        bare.type(),
        bare.title(),
        bare.status(),
        bare.code(),
        bare.detail(),
        List.of(),
        null,
        e.known());
  }
}

package io.berth.server.http;

import io.berth.api.ChangeKind;
import io.berth.api.Revision;
import io.berth.api.RollbackRequest;
import io.berth.server.catalog.Caller;
import io.berth.server.catalog.Catalog;
import io.berth.server.catalog.Put;
import io.berth.server.catalog.ServiceName;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;

/** The history of a service. */
final class RevisionRoutes {
  private final Catalog catalog;

  RevisionRoutes(Catalog catalog) {
    this.catalog = catalog;
  }

  Map<String, Operation> operations() {
    return Map.of(
        "listRevisions", this::list,
        "diffRevisions", this::diff,
        "rollBackService", this::rollBack);
  }

  /** GET /v1/namespaces/{namespace}/services/{service}/revisions */
  private Reply list(Request request) {
    ServiceName name = request.service();
    String cursor = request.cursor();
    int limit = request.limit();
    return Reply.blocking(() -> Answer.json(200, catalog.revisions(name, cursor, limit)));
  }

  /** GET /v1/namespaces/{namespace}/services/{service}/diff */
  private Reply diff(Request request) {
    ServiceName name = request.service();
    OptionalLong from = request.number("from", 0);
    OptionalLong to = request.number("to", 1);
    return Reply.blocking(() -> Answer.json(200, catalog.diff(name, from, to)));
  }

  /** POST /v1/namespaces/{namespace}/services/{service}/rollback */
  private Reply rollBack(Request request) {
    ServiceName name = request.service();
    return Reply.blocking(
        () -> {
          RollbackRequest wanted =
              request.bodyIfAny(RollbackRequest.class).orElse(new RollbackRequest(null, null));
          Caller caller = request.caller(Objects.requireNonNullElse(wanted.message(), ""));
          Put put = catalog.rollback(name, wanted, caller);
          Revision revision = put.revision();
          int status = put.change() == ChangeKind.UNCHANGED ? 200 : 201;
          return Answer.revision(status, revision.revision(), revision);
        });
  }
}

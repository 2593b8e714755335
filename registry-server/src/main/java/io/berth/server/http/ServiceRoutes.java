package io.berth.server.http;

import io.berth.api.ChangeKind;
import io.berth.api.Revision;
import io.berth.server.catalog.Caller;
import io.berth.server.catalog.Catalog;
import io.berth.server.catalog.Precondition;
import io.berth.server.catalog.Put;
import io.berth.server.catalog.ServiceName;
import io.berth.server.catalog.Summaries;
import io.berth.server.watch.State;
import io.berth.server.watch.Topic;
import java.util.Map;
import java.util.OptionalLong;

/** Services: put, read, watched, listed, deleted. */
final class ServiceRoutes {
  private final Catalog catalog;
  private final Summaries summaries;

  ServiceRoutes(Catalog catalog, Summaries summaries) {
    this.catalog = catalog;
    this.summaries = summaries;
  }

  Map<String, Operation> operations() {
    return Map.of(
        "listServices", this::list,
        "getService", this::get,
        "putService", this::put,
        "deleteService", this::delete,
        "applyServices", this::apply);
  }

  /** GET /v1/namespaces/{namespace}/services */
  private Reply list(Request request) {
    return Reply.now(
        summaries.list(
            request.namespace(),
            request.text("prefix").orElse(""),
            request.cursor(),
            request.limit()));
  }

  /** GET /v1/namespaces/{namespace}/services/{service} */
  private Reply get(Request request) {
    ServiceName name = request.service();
    OptionalLong number = request.number("revision", 1);
    if (number.isPresent()) {
      return Reply.blocking(() -> answer(200, catalog.revision(name, number.getAsLong())));
    }
    return new Reply.Watched(
        Topic.service(name),
        "head",
        () -> {
          Revision head = catalog.head(name);
          return State.numbered(head.revision(), () -> Answer.bytes(head));
        });
  }

  /** PUT /v1/namespaces/{namespace}/services/{service} */
  private Reply put(Request request) {
    ServiceName name = request.service();
    Precondition precondition = request.precondition();
    Caller caller = request.caller();
    return Reply.blocking(
        () -> {
          Put put = catalog.put(name, request.tree(), precondition, caller);
          return answer(put.change() == ChangeKind.CREATED ? 201 : 200, put.revision());
        });
  }

  /** DELETE /v1/namespaces/{namespace}/services/{service} */
  private Reply delete(Request request) {
    ServiceName name = request.service();
    Precondition precondition = request.precondition();
    Caller caller = request.caller();
    return Reply.blocking(() -> answer(200, catalog.delete(name, precondition, caller)));
  }

  /** POST /v1/namespaces/{namespace}/apply */
  private Reply apply(Request request) {
    String namespace = request.namespace();
    boolean dryRun = request.flag("dry_run");
    Caller caller = request.caller();
    return Reply.blocking(
        () -> Answer.json(200, catalog.apply(namespace, request.tree(), dryRun, caller)));
  }

  private static Answer answer(int status, Revision revision) {
    return Answer.revision(status, revision.revision(), revision);
  }
}

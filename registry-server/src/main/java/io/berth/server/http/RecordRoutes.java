package io.berth.server.http;

import io.berth.api.ContainerRecord;
import io.berth.api.Fault;
import io.berth.server.catalog.Caller;
import io.berth.server.catalog.InvalidSpec;
import io.berth.server.catalog.ServiceName;
import io.berth.server.instance.Records;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/** What is kept of containers. */
final class RecordRoutes {
  private final Records records;

  RecordRoutes(Records records) {
    this.records = records;
  }

  Map<String, Operation> operations() {
    return Map.of(
        "listRecords", this::list,
        "getRecord", this::get,
        "putRecord", this::put);
  }

  /** GET /v1/namespaces/{namespace}/services/{service}/records */
  private Reply list(Request request) {
    ServiceName name = request.service();
    OptionalLong revision = request.number("revision", 1);
    String cursor = request.cursor();
    int limit = request.limit();
    return Reply.blocking(() -> Answer.json(200, records.list(name, revision, cursor, limit)));
  }

  /** GET /v1/namespaces/{namespace}/services/{service}/records/{record} */
  private Reply get(Request request) {
    ServiceName name = request.service();
    String id = request.id("record");
    return Reply.blocking(() -> Answer.json(200, records.get(name, id)));
  }

  /** PUT /v1/namespaces/{namespace}/services/{service}/records/{record} */
  private Reply put(Request request) {
    ServiceName name = request.service();
    String id = request.id("record");
    Caller caller = request.caller("");
    return Reply.blocking(
        () -> {
          ContainerRecord record = request.report(ContainerRecord.class);
          if (!id.equals(record.id())) {
            throw new InvalidSpec(
                List.of(new Fault("id", "must be \"" + id + "\", as in the path")));
          }
          records.put(name, record, caller);
          return Answer.empty(204);
        });
  }
}

package io.berth.server.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonObject;
import io.vertx.json.schema.Draft;
import io.vertx.json.schema.JsonSchema;
import io.vertx.json.schema.JsonSchemaOptions;
import io.vertx.json.schema.OutputFormat;
import io.vertx.json.schema.OutputUnit;
import io.vertx.json.schema.SchemaRepository;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The contract as a caller reads it: which paths there are, and what each answer looks like. */
final class ContractSchemas {
  private static final String BASE = "app://contract/";

  private final JsonObject contract = Contract.parse(Contract.text());
  private final SchemaRepository repository =
      SchemaRepository.create(
          new JsonSchemaOptions()
              .setBaseUri(BASE)
              .setDraft(Draft.DRAFT202012)
              .setOutputFormat(OutputFormat.Basic));

  ContractSchemas() {
    repository.dereference(BASE, JsonSchema.of(contract.copy())); // It writes into its copy.
  }

  /** An operation of the contract. */
  record Described(String id, String method, String path, JsonObject model) {}

  JsonObject contract() {
    return contract;
  }

  /** All operations by their ids. */
  Map<String, Described> operations() {
    Map<String, Described> operations = new TreeMap<>();
    JsonObject paths = contract.getJsonObject("paths");
    for (String path : paths.fieldNames()) {
      JsonObject item = paths.getJsonObject(path);
      for (String method : item.fieldNames()) {
        if (item.getValue(method) instanceof JsonObject model) {
          String id = model.getString("operationId");
          operations.put(id, new Described(id, method.toUpperCase(Locale.ROOT), path, model));
        }
      }
    }
    return operations;
  }

  /** What is wrong with an answer; empty when it is as the contract says. */
  Optional<String> fault(String operationId, int status, String contentType, byte[] body) {
    JsonObject answer =
        resolved(
            operations()
                .get(operationId)
                .model()
                .getJsonObject("responses")
                .getJsonObject(Integer.toString(status)));
    if (answer == null) {
      return Optional.of("the contract knows no answer " + status);
    }
    JsonObject content = answer.getJsonObject("content");
    if (content == null) {
      return body.length == 0 ? Optional.empty() : Optional.of("has a body, but should not");
    }
    String type = contentType.split(";", 2)[0];
    JsonObject media = content.getJsonObject(type);
    if (media == null) {
      return Optional.of("is " + type + ", not one of " + content.fieldNames());
    }
    if (type.equals("application/x-ndjson")) {
      return new String(body, StandardCharsets.UTF_8)
          .lines()
          .map(line -> fault(media.getJsonObject("schema"), line.getBytes(StandardCharsets.UTF_8)))
          .flatMap(Optional::stream)
          .findFirst();
    }
    return type.endsWith("json") ? fault(media.getJsonObject("schema"), body) : Optional.empty();
  }

  private Optional<String> fault(JsonObject schema, byte[] body) {
    JsonObject absolute = new JsonObject(schema.encode().replace("\"#/", "\"" + BASE + "#/"));
    OutputUnit result =
        repository
            .validator(JsonSchema.of(absolute))
            .validate(Json.decodeValue(Buffer.buffer(body)));
    return result.getValid()
        ? Optional.empty()
        : Optional.of(
            String.valueOf(result.getErrors()) + " in " + new String(body, StandardCharsets.UTF_8));
  }

  private JsonObject resolved(JsonObject answer) {
    if (answer == null || !answer.containsKey("$ref")) {
      return answer;
    }
    String name = answer.getString("$ref").substring("#/components/responses/".length());
    return contract.getJsonObject("components").getJsonObject("responses").getJsonObject(name);
  }
}

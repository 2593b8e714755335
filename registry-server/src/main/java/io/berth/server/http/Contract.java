package io.berth.server.http;

import static io.vertx.openapi.contract.OpenAPIVersion.V3_1;

import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.openapi.contract.Location;
import io.vertx.openapi.contract.OpenAPIContract;
import io.vertx.openapi.contract.Operation;
import io.vertx.openapi.contract.Parameter;
import io.vertx.openapi.contract.Path;
import io.vertx.openapi.contract.impl.OpenAPIContractImpl;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/**
 * The contract, {@code openapi.yaml}, as far as routes are bound to it: paths, methods, operations
 * and parameters.
 *
 * <p>That it is sound is for a test to say: checking it against the schema of OpenAPI at every
 * start takes a third of a second. Answers are left out, as vertx-openapi refuses media types that
 * it has no validator for, such as {@code application/problem+json}.
 */
public final class Contract {
  private static final String FILE = "/io/berth/api/openapi.yaml";
  private static final String PARAMETERS = "parameters";

  private final byte[] text;
  private final OpenAPIContract bound;
  private final Set<String> takingBody;

  private Contract(byte[] text, OpenAPIContract bound, Set<String> takingBody) {
    this.text = text;
    this.bound = bound;
    this.takingBody = takingBody;
  }

  /** Reads it from the class path. */
  public static Contract load() {
    byte[] text = text();
    JsonObject whole = parse(text);
    Set<String> takingBody = new HashSet<>();
    JsonObject paths = whole.getJsonObject("paths");
    JsonObject components = whole.getJsonObject("components").getJsonObject(PARAMETERS);
    for (String path : paths.fieldNames()) {
      trim(paths.getJsonObject(path), components, takingBody);
    }
    JsonObject trimmed = new JsonObject().put("openapi", whole.getString("openapi"));
    trimmed.put("paths", paths);
    return new Contract(text, new OpenAPIContractImpl(trimmed, V3_1, null), takingBody);
  }

  /** The whole document, parsed. */
  static JsonObject parse(byte[] text) {
    Map<String, Object> document =
        new Yaml(new SafeConstructor(new LoaderOptions()))
            .load(new String(text, StandardCharsets.UTF_8));
    return new JsonObject(document);
  }

  /** The document as it is answered. */
  static byte[] text() {
    try (InputStream in = Contract.class.getResourceAsStream(FILE)) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  byte[] bytes() {
    return text;
  }

  OpenAPIContract bound() {
    return bound;
  }

  /** Whether the operation is part of the API proper, which needs the server's state. */
  boolean needsState(String operationId) {
    String path = bound.operation(operationId).getOpenAPIPath();
    return path.startsWith("/v1/") && !path.equals("/v1/servers");
  }

  boolean takesBody(String operationId) {
    return takingBody.contains(operationId);
  }

  Set<String> queryParameters(String operationId) {
    return bound.operation(operationId).getParameters().stream()
        .filter(parameter -> parameter.getIn() == Location.QUERY)
        .map(Parameter::getName)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** What may be done to a path; empty when there is none such. */
  List<String> methods(String path) {
    Path found = path.startsWith("/") ? bound.findPath(path) : null;
    return found == null
        ? List.of()
        : found.getOperations().stream()
            .map(Operation::getHttpMethod)
            .map(HttpMethod::name)
            .sorted()
            .toList();
  }

  private static void trim(JsonObject path, JsonObject components, Set<String> takingBody) {
    resolve(path, components);
    for (String method : path.fieldNames()) {
      if (path.getValue(method) instanceof JsonObject operation) {
        resolve(operation, components);
        if (operation.remove("requestBody") != null) {
          takingBody.add(operation.getString("operationId"));
        }
        operation.put("responses", new JsonObject().put("default", new JsonObject()));
      }
    }
  }

  private static void resolve(JsonObject holder, JsonObject components) {
    JsonArray resolved = new JsonArray();
    for (Object each : holder.getJsonArray(PARAMETERS, new JsonArray())) {
      JsonObject parameter = (JsonObject) each;
      String reference = parameter.getString("$ref", "");
      resolved.add(
          reference.isEmpty()
              ? parameter
              : components.getJsonObject(reference.substring(reference.lastIndexOf('/') + 1)));
    }
    holder.put(PARAMETERS, resolved);
  }
}

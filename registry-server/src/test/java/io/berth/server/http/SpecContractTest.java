package io.berth.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.berth.api.Fault;
import io.berth.api.Json;
import io.berth.server.catalog.InvalidSpec;
import io.berth.server.catalog.SpecReader;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The spec as the contract describes it is the spec as the server reads it. */
class SpecContractTest {
  private final JsonObject schemas =
      new ContractSchemas().contract().getJsonObject("components").getJsonObject("schemas");

  @Test
  void theKeysAtEveryPlaceAreThoseThatAreRead() {
    List<Place> places = new ArrayList<>();
    collect("%s", schemas.getJsonObject("Spec"), places);

    assertThat(places).hasSizeGreaterThan(12);
    for (Place place : places) {
      Set<String> described =
          new TreeSet<>(place.schema().getJsonObject("properties").fieldNames());
      assertThat(keysReadAt(place)).as(place.document()).isEqualTo(described);
    }
  }

  @Test
  void theDefaultsAreThoseThatAreRead() {
    ObjectNode spelled = Json.mapper().createObjectNode();
    defaults(schemas.getJsonObject("Spec"), spelled);
    spelled.put("image", "web:v1");
    assertThat(spelled.at("/deploy/update/monitor").asText()).isEqualTo("60s");

    assertThat(SpecReader.read(spelled))
        .isEqualTo(SpecReader.read(parse("{\"image\":\"web:v1\"}")));
  }

  /** An object in the spec: the document around it, and what the contract says of it. */
  private record Place(String document, JsonObject schema) {}

  private void collect(String document, JsonObject schema, List<Place> places) {
    places.add(new Place(document, schema));
    JsonObject properties = schema.getJsonObject("properties");
    for (String key : properties.fieldNames()) {
      JsonObject property = resolved(properties.getJsonObject(key));
      String inside = document.formatted("{\"" + key + "\":%s}");
      if (property.containsKey("items")) {
        inside = inside.formatted("[%s]");
        property = resolved(property.getJsonObject("items"));
      }
      if (property.containsKey("properties")) {
        collect(inside, property, places);
      }
    }
  }

  /** Follows references, and takes the object where there is a choice. */
  private JsonObject resolved(JsonObject schema) {
    if (schema.containsKey("oneOf")) {
      return schema.getJsonArray("oneOf").stream()
          .map(each -> resolved((JsonObject) each))
          .filter(each -> each.containsKey("properties"))
          .findFirst()
          .orElse(schema);
    }
    String reference = schema.getString("$ref", "");
    return reference.isEmpty()
        ? schema
        : resolved(schemas.getJsonObject(reference.substring(reference.lastIndexOf('/') + 1)));
  }

  private static Set<String> keysReadAt(Place place) {
    JsonNode document = parse(place.document().formatted("{\"moon\":1}"));
    InvalidSpec refused = catchThrowableOfType(InvalidSpec.class, () -> SpecReader.read(document));
    Fault fault =
        refused.faults().stream()
            .filter(each -> each.path().endsWith("moon"))
            .findFirst()
            .orElseThrow();
    String known = fault.message().substring(fault.message().indexOf("there are ") + 10);
    return new TreeSet<>(Arrays.asList(known.split(", ", -1)));
  }

  private void defaults(JsonObject schema, ObjectNode into) {
    JsonObject properties = schema.getJsonObject("properties");
    for (String key : properties.fieldNames()) {
      JsonObject property = properties.getJsonObject(key);
      if (property.containsKey("default")) {
        into.set(key, Json.mapper().valueToTree(property.getValue("default")));
      } else if (!key.equals("healthcheck") && !key.equals("autoscale")) {
        JsonObject nested = resolved(property);
        if (nested.containsKey("properties")) {
          defaults(nested, into.putObject(key));
        }
      }
    }
  }

  private static JsonNode parse(String json) {
    try {
      return Json.mapper().readTree(json);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(json, e);
    }
  }
}

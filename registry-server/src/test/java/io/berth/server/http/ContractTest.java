package io.berth.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.introspect.BeanPropertyDefinition;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.berth.api.Json;
import io.berth.api.Page;
import io.berth.api.Problem;
import io.berth.api.ProblemCode;
import io.berth.api.spec.Deploy;
import io.berth.api.spec.Healthcheck;
import io.berth.api.spec.Resources;
import io.berth.api.spec.Spec;
import io.berth.api.spec.Update;
import io.berth.server.RunningServer;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.json.schema.OutputUnit;
import io.vertx.openapi.contract.OpenAPIVersion;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Last, as it looks back on what all other tests called. */
@Order(Integer.MAX_VALUE)
@ExtendWith(RunningServer.class)
class ContractTest {
  private static final Pattern REFERENCE = Pattern.compile("\"\\$ref\":\"#/([^\"]+)\"");

  private final ContractSchemas contract = new ContractSchemas();

  @Test
  void theContractIsSoundByTheSchemaOfOpenApi() {
    Vertx vertx = Vertx.vertx();
    try {
      OpenAPIVersion version = OpenAPIVersion.fromContract(contract.contract());
      OutputUnit result =
          version
              .getRepository(vertx, "app://")
              .compose(
                  repository -> version.validateContract(vertx, repository, contract.contract()))
              .await();
      assertThat(result.getErrors()).isNull();
    } finally {
      vertx.close().await();
    }
  }

  @Test
  void everyReferenceInTheContractLeadsSomewhere() {
    Set<String> references = new TreeSet<>();
    Matcher matcher = REFERENCE.matcher(contract.contract().encode());
    while (matcher.find()) {
      references.add(matcher.group(1));
    }
    assertThat(references)
        .isNotEmpty()
        .allSatisfy(
            reference -> {
              JsonObject at = contract.contract();
              for (String part : reference.split("/", -1)) {
                at = at.getJsonObject(part);
                assertThat(at).as(reference).isNotNull();
              }
            });
  }

  @Test
  void everyOperationWasCalledOverHttp() {
    assumeThat(Calls.answered()).as("the other tests run before").hasSizeGreaterThan(5);

    assertThat(Calls.answered().keySet()).isEqualTo(contract.operations().keySet());
  }

  @Test
  void everyAnswerOfTheContractWasSeen() {
    assumeThat(Calls.answered()).as("the other tests run before").hasSizeGreaterThan(5);
    Map<String, Set<Integer>> missing = new TreeMap<>();
    contract
        .operations()
        .forEach(
            (id, operation) -> {
              Set<Integer> described =
                  operation.model().getJsonObject("responses").fieldNames().stream()
                      .map(Integer::valueOf)
                      .collect(Collectors.toCollection(TreeSet::new));
              described.removeAll(Calls.answered().getOrDefault(id, Set.of()));
              if (!described.isEmpty()) {
                missing.put(id, described);
              }
            });

    assertThat(missing).isEmpty();
  }

  @Test
  void everyCodeOfAProblemIsInTheContractAndNoOther() {
    assertThat(
            contract
                .contract()
                .getJsonObject("components")
                .getJsonObject("schemas")
                .getJsonObject("Problem")
                .getJsonObject("properties")
                .getJsonObject("code")
                .getJsonArray("enum"))
        .containsExactlyInAnyOrderElementsOf(
            Stream.of(ProblemCode.values()).map(ProblemCode::code).toList());
  }

  static Stream<Class<?>> wireRecords() {
    return wire().filter(Class::isRecord).filter(type -> type != Page.class);
  }

  static Stream<Class<?>> wireEnums() {
    return wire().filter(Class::isEnum).filter(type -> type != ProblemCode.class);
  }

  private static Stream<Class<?>> wire() {
    return new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages(Problem.class.getPackageName())
            .stream()
            .filter(type -> type.getPackageName().equals(Problem.class.getPackageName()))
            .map(JavaClass::reflect);
  }

  @ParameterizedTest
  @MethodSource("wireRecords")
  void theKeysOfARecordAreThoseOfTheContract(Class<?> type) {
    assertThat(described(type.getSimpleName())).isEqualTo(written(type));
  }

  @Test
  void theKeysOfAWholeSpecAreThoseOfTheContract() {
    Map<String, Class<?>> whole =
        Map.of(
            "WholeSpec", Spec.class,
            "WholeHealthcheck", Healthcheck.class,
            "WholeDeploy", Deploy.class,
            "WholeUpdate", Update.class,
            "Amount", Resources.Amount.class);

    whole.forEach((name, type) -> assertThat(described(name)).as(name).isEqualTo(written(type)));
  }

  @ParameterizedTest
  @MethodSource("wireEnums")
  void theWordsOfAnEnumAreThoseOfTheContract(Class<?> type) {
    assertThat(schema(type.getSimpleName()).getJsonArray("enum"))
        .containsExactlyElementsOf(
            Stream.of(type.getEnumConstants())
                .map(word -> Json.mapper().convertValue(word, String.class))
                .toList());
  }

  private Set<String> described(String name) {
    return new TreeSet<>(schema(name).getJsonObject("properties").fieldNames());
  }

  private JsonObject schema(String name) {
    JsonObject schema =
        contract
            .contract()
            .getJsonObject("components")
            .getJsonObject("schemas")
            .getJsonObject(name);
    assertThat(schema).as(name + " in the contract").isNotNull();
    return schema;
  }

  private static Set<String> written(Class<?> type) {
    JavaType java = Json.mapper().constructType(type);
    return Json.mapper().getSerializationConfig().introspect(java).findProperties().stream()
        .map(BeanPropertyDefinition::getName)
        .collect(Collectors.toCollection(TreeSet::new));
  }
}

package io.berth.server;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Which part may know which: http → domain ← cluster, the journal's engines. */
class ArchitectureTest {
  private static final String[] DOMAIN = {
    "io.berth.server.journal",
    "io.berth.server.catalog..",
    "io.berth.server.assignment..",
    "io.berth.server.rollout..",
    "io.berth.server.instance..",
    "io.berth.server.host.."
  };
  private static final String[] HTTP = {"io.berth.server.http..", "io.berth.server.watch.."};
  private static final String CLUSTER = "io.berth.server.cluster..";
  private static final String[] ENGINES = {
    "io.berth.server.journal.sql..",
    "io.berth.server.journal.sqlite..",
    "io.berth.server.journal.postgres.."
  };
  private static final String[] WEB = {"io.vertx..", "io.netty..", "com.sun.net.httpserver.."};
  private static final String[] JDBC = {
    "java.sql..", "javax.sql..", "org.sqlite..", "org.postgresql..", "com.zaxxer.."
  };
  private static final String HAZELCAST = "com.hazelcast..";

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("io.berth.server");

  @Test
  void theDomainKnowsNoWebNoHazelcastNoDatabaseAndNoDocker() {
    check(
        noClasses()
            .that()
            .resideInAnyPackage(DOMAIN)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                all(WEB, JDBC, HAZELCAST, "com.github.dockerjava..", "io.micrometer..")));
  }

  @Test
  void theDomainKnowsNoneOfWhatServesOrKeepsIt() {
    check(
        noClasses()
            .that()
            .resideInAnyPackage(DOMAIN)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(all(HTTP, CLUSTER, ENGINES)));
  }

  @Test
  void theEnginesOfTheJournalKnowNoWebNoHazelcastAndOnlyTheJournal() {
    check(
        noClasses()
            .that()
            .resideInAnyPackage(ENGINES)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(all(WEB, HTTP, HAZELCAST, CLUSTER)));
    check(
        noClasses()
            .that()
            .resideInAnyPackage(ENGINES)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                "io.berth.server.catalog..",
                "io.berth.server.assignment..",
                "io.berth.server.rollout..",
                "io.berth.server.instance..",
                "io.berth.server.host.."));
  }

  @Test
  void theEnginesOfTheJournalDoNotKnowEachOther() {
    check(
        noClasses()
            .that()
            .resideInAPackage("io.berth.server.journal.sql..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                "io.berth.server.journal.sqlite..",
                "io.berth.server.journal.postgres..",
                "org.sqlite..",
                "org.postgresql..",
                "com.zaxxer.."));
    check(
        noClasses()
            .that()
            .resideInAPackage("io.berth.server.journal.sqlite..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.berth.server.journal.postgres.."));
  }

  @Test
  void theClusterKnowsNoDatabaseAndNoWeb() {
    check(
        noClasses()
            .that()
            .resideInAPackage(CLUSTER)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(all(WEB, HTTP, JDBC, ENGINES)));
  }

  @Test
  void httpKnowsNeitherTheClusterNorTheDatabase() {
    check(
        noClasses()
            .that()
            .resideInAnyPackage(HTTP)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(all(JDBC, HAZELCAST, CLUSTER, ENGINES)));
  }

  @Test
  void theServerKnowsNeitherAgentNorClientPrograms() {
    check(
        noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.berth.agent..", "io.berth.sdk..", "io.berth.cli.."));
  }

  @Test
  void planningIsPure() {
    ArchRule rule =
        noClasses()
            .that(
                resideInAPackage("io.berth.server.assignment..")
                    .or(within("rollout.Planner", "rollout.Situation", "rollout.Decision"))
                    .or(within("catalog.SpecReader", "catalog.SpecDiff")))
            .should()
            .dependOnClassesThat(
                assignableTo(Clock.class)
                    .or(assignableTo(Random.class))
                    .or(assignableTo(Thread.class))
                    .or(within("journal.Journal", "journal.Heads", "journal.Scribe"))
                    .or(
                        resideInAnyPackage(
                            "java.io..",
                            "java.nio.file..",
                            "java.net..",
                            "java.util.concurrent..")))
            .orShould()
            .callMethod(Instant.class, "now")
            .orShould()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(System.class, "nanoTime")
            .orShould()
            .callMethod(Math.class, "random");
    check(rule);
  }

  @Test
  void noThreadSleeps() {
    check(noClasses().should().callMethod(Thread.class, "sleep", long.class));
  }

  private static void check(ArchRule rule) {
    rule.check(CLASSES);
  }

  /** These classes and what is nested in them. */
  private static DescribedPredicate<JavaClass> within(String... classes) {
    Set<String> names =
        Arrays.stream(classes).map(name -> "io.berth.server." + name).collect(Collectors.toSet());
    return DescribedPredicate.describe(
        "within " + names,
        one ->
            names.contains(one.getName())
                || names.stream().anyMatch(name -> one.getName().startsWith(name + "$")));
  }

  private static String[] all(Object... packages) {
    return Arrays.stream(packages)
        .flatMap(
            one -> one instanceof String[] many ? Arrays.stream(many) : Stream.of((String) one))
        .toArray(String[]::new);
  }
}

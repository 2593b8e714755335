package io.berth.agent;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "io.berth.agent", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  @ArchTest
  static final ArchRule theDiffIsPure =
      classes()
          .that()
          .resideInAPackage("..agent.reconcile..")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "io.berth.agent.reconcile..",
              "io.berth.api..",
              "com.fasterxml.jackson..",
              "java.lang..",
              "java.util..",
              "java.time..",
              "java.nio.charset..",
              "java.security..");

  @ArchTest
  static final ArchRule theDiffHasNoClock =
      noClasses()
          .that()
          .resideInAPackage("..agent.reconcile..")
          .should()
          .dependOnClassesThat()
          .haveFullyQualifiedName("java.time.Clock");

  @ArchTest
  static final ArchRule dockerIsKnownInOnePlace =
      noClasses()
          .that()
          .resideOutsideOfPackage("..agent.container.docker..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("com.github.dockerjava..");

  @ArchTest
  static final ArchRule dockerIsWiredInOnePlace =
      noClasses()
          .that()
          .resideOutsideOfPackages("..agent.container.docker..", "io.berth.agent")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("..agent.container.docker..");

  @ArchTest
  static final ArchRule serversAreAskedInOnePlace =
      noClasses()
          .that()
          .resideOutsideOfPackage("..agent.registry..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("java.net.http..");

  @ArchTest
  static final ArchRule vertxIsKnownToTheEndsAlone =
      noClasses()
          .that()
          .resideOutsideOfPackages("..agent.http..", "..agent.proxy..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.vertx..");

  @ArchTest
  static final ArchRule metersAreKnownInOnePlace =
      noClasses()
          .that()
          .resideOutsideOfPackage("..agent.metrics..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.micrometer..");

  @ArchTest
  static final ArchRule noServerCode =
      noClasses().should().dependOnClassesThat().resideInAnyPackage("io.berth.server..");

  @ArchTest
  static final ArchRule packagesDoNotGoInCircles =
      slices().matching("io.berth.agent.(*)..").should().beFreeOfCycles();
}

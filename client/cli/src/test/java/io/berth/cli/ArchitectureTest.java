package io.berth.cli;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "io.berth.cli", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  @ArchTest
  static final ArchRule theCommandLineStandsOnTheApiPicocliAndJacksonAlone =
      classes()
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "java..", "io.berth.cli..", "io.berth.api..", "picocli..", "com.fasterxml.jackson..");

  @ArchTest
  static final ArchRule viewsAreValuesInAndLinesOut =
      noClasses()
          .that()
          .resideInAPackage("..view..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "..cli.registry..",
              "..cli.command..",
              "..cli.follow..",
              "picocli..",
              "java.io..",
              "java.net..");

  @ArchTest
  static final ArchRule onlyCommandsKnowOfPicocli =
      noClasses()
          .that()
          .resideOutsideOfPackages("io.berth.cli", "..command..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("picocli..");

  @ArchTest
  static final ArchRule nothingSleeps =
      noClasses().should().callMethod(Thread.class, "sleep", long.class);
}

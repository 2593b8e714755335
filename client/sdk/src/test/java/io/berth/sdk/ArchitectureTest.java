package io.berth.sdk;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "io.berth.sdk", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  @ArchTest
  static final ArchRule A_SERVICE_GETS_NO_DEPENDENCIES_BUT_JACKSON_AND_SLF4J =
      classes()
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "java..", "com.fasterxml.jackson..", "org.slf4j..", "io.berth.api", "io.berth.sdk");

  @ArchTest
  static final ArchRule NOTHING_SLEEPS =
      noClasses().should().callMethod(Thread.class, "sleep", long.class);
}

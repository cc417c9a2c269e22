package dev.headroom.system;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Clock;
import java.time.Instant;
import java.util.Random;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/** How the house is built. Each rule was seen to fail before it was kept. */
class ArchitectureTest {
  private static final JavaClasses PRODUCT =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("dev.headroom");

  private static void holds(ArchRule rule) {
    rule.check(PRODUCT);
  }

  @Test
  void packages_are_named_for_what_they_are_about() {
    holds(
        noClasses()
            .should()
            .resideInAnyPackage(
                "..util..",
                "..utils..",
                "..common..",
                "..helper..",
                "..impl..",
                "..manager..",
                "..misc.."));
  }

  @Test
  void packages_do_not_depend_on_each_other_in_circles() {
    holds(slices().matching("dev.headroom.(**)").should().beFreeOfCycles());
  }

  @Test
  void functions_know_nothing_of_each_other() {
    holds(slices().assignedFrom(new FunctionOf()).should().notDependOnEachOther());
  }

  @Test
  void the_library_knows_no_function_and_no_local_cloud() {
    holds(
        noClasses()
            .that()
            .resideInAnyPackage(
                "dev.headroom.aws..",
                "dev.headroom.errors..",
                "dev.headroom.http..",
                "dev.headroom.jobs",
                "dev.headroom.json..",
                "dev.headroom.limits..",
                "dev.headroom.objects..",
                "dev.headroom.paging..",
                "dev.headroom.redis..",
                "dev.headroom.search",
                "dev.headroom.settings..",
                "dev.headroom.telemetry..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                "dev.headroom.jobs.api..",
                "dev.headroom.search.api..",
                "dev.headroom.worker..",
                "dev.headroom.monitoring..",
                "dev.headroom.dashboard..",
                "dev.headroom.local..",
                "dev.headroom.system.."));
  }

  @Test
  void errors_know_no_http() {
    holds(
        noClasses()
            .that()
            .resideInAnyPackage(
                "dev.headroom.errors..",
                "dev.headroom.jobs",
                "dev.headroom.limits..",
                "dev.headroom.objects..",
                "dev.headroom.search",
                "dev.headroom.worker..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("dev.headroom.http.."));
  }

  @Test
  void only_the_edges_know_how_lambda_calls() {
    holds(
        noClasses()
            .that()
            .resideOutsideOfPackages(
                "dev.headroom.http..", "dev.headroom.telemetry..", "dev.headroom.local..")
            .and()
            .doNotImplement("com.amazonaws.services.lambda.runtime.RequestHandler")
            .and(
                describe(
                    "are no part of a handler", (JavaClass c) -> !c.getName().contains("Worker$")))
            .should()
            .dependOnClassesThat()
            .resideInAPackage("com.amazonaws.services.lambda.runtime.."));
  }

  @Test
  void time_and_chance_are_injected() {
    holds(
        noClasses()
            .that(
                resideInAPackage("dev.headroom.jobs..")
                    .or(resideInAPackage("dev.headroom.limits.."))
                    .or(resideInAPackage("dev.headroom.search.."))
                    .or(resideInAPackage("dev.headroom.worker.."))
                    .or(resideInAPackage("dev.headroom.monitoring.."))
                    .or(resideInAPackage("dev.headroom.dashboard..")))
            .should()
            .callMethod(Instant.class, "now")
            .orShould()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(Clock.class, "systemUTC")
            .orShould()
            .callMethod(Math.class, "random")
            .orShould()
            .callConstructor(Random.class));
  }

  @Test
  void nothing_static_changes() {
    holds(
        classes()
            .that()
            .resideOutsideOfPackages("dev.headroom.local..", "dev.headroom.system..")
            .should(
                com.tngtech.archunit.lang.conditions.ArchConditions.have(
                    describe(
                        "only final static fields",
                        (JavaClass c) ->
                            c.getFields().stream()
                                .filter(field -> field.getModifiers().contains(JavaModifier.STATIC))
                                .allMatch(
                                    field -> field.getModifiers().contains(JavaModifier.FINAL))))));
  }

  @Test
  void no_product_class_prints() {
    holds(
        noClasses()
            .that()
            .resideOutsideOfPackages("dev.headroom.local..", "dev.headroom.system..")
            .should()
            .accessField(System.class, "out")
            .orShould()
            .accessField(System.class, "err")
            .orShould()
            .callMethod(Throwable.class, "printStackTrace"));
  }

  @Test
  void nothing_is_null_unless_its_type_says_so() {
    holds(
        classes()
            .should(
                com.tngtech.archunit.lang.conditions.ArchConditions.have(
                    describe(
                        "a package that is @NullMarked",
                        (JavaClass c) -> c.getPackage().isAnnotatedWith(NullMarked.class)))));
  }
}

package dev.headroom.system;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.conditions.ArchConditions.have;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Clock;
import java.time.Instant;
import java.util.HashSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
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
  void every_class_is_in_a_module_that_the_rules_know() {
    holds(
        classes().should(have(describe("a module", (JavaClass c) -> ModuleOf.of(c).isPresent()))));
  }

  @Test
  void functions_know_nothing_of_each_other() {
    holds(slices().assignedFrom(new ModuleOf("functions/")).should().notDependOnEachOther());
  }

  @Test
  void the_library_knows_no_function_and_no_local_cloud() {
    holds(
        noClasses()
            .that(are("shared/"))
            .should()
            .dependOnClassesThat(are("functions/").or(are("local")).or(are("system"))));
  }

  /** A new capability may know the core alone, until it is given more here. */
  @Test
  void a_capability_knows_the_core_and_what_is_said_here() {
    Map<String, Set<String>> also =
        Map.of("shared/cleanup", Set.of("shared/jobs", "shared/search"), "shared/edge", Set.of());
    for (String module : modules()) {
      Set<String> known = new HashSet<>(also.getOrDefault(module, Set.of()));
      known.add("shared/core");
      known.add(module);
      holds(
          noClasses()
              .that(are(module))
              .should()
              .dependOnClassesThat(
                  describe(
                      "are of a module that %s need not know".formatted(module),
                      c -> ModuleOf.of(c).filter(of -> !known.contains(of)).isPresent())));
    }
  }

  private static Set<String> modules() {
    return PRODUCT.stream()
        .flatMap(c -> ModuleOf.of(c).stream())
        .filter(module -> module.startsWith("shared/"))
        .collect(Collectors.toSet());
  }

  private static DescribedPredicate<JavaClass> are(String place) {
    return describe(
        "are in " + place, c -> ModuleOf.of(c).filter(of -> of.startsWith(place)).isPresent());
  }

  @Test
  void only_entries_and_what_surrounds_them_know_how_lambda_calls() {
    holds(
        noClasses()
            .that(describe("are not of the edge", c -> !are("shared/edge").test(c)))
            .and(describe("are not of the local cloud", c -> !are("local").test(c)))
            .and()
            .doNotImplement("com.amazonaws.services.lambda.runtime.RequestHandler")
            // Its records are read where jobs are known; and a handler's switch has a class of its
            // own.
            .and(
                describe(
                    "read no stream",
                    c ->
                        !c.getSimpleName().equals("JobChanges")
                            && !c.getName().endsWith("Worker$1")))
            .should()
            .dependOnClassesThat()
            .resideInAPackage("com.amazonaws.services.lambda.runtime.."));
  }

  @Test
  void time_and_chance_are_injected() {
    holds(
        noClasses()
            .that(are("shared/").or(are("functions/")))
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
                have(
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
                have(
                    describe(
                        "a package that is @NullMarked",
                        (JavaClass c) -> c.getPackage().isAnnotatedWith(NullMarked.class)))));
  }
}

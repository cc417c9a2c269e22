package dev.headroom.system;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.util.List;

/** Which function a class belongs to, if it belongs to one. */
final class FunctionOf implements SliceAssignment {
  private static final List<String> FUNCTIONS =
      List.of(
          "dev.headroom.cache.api",
          "dev.headroom.search.api",
          "dev.headroom.jobs.api",
          "dev.headroom.worker",
          "dev.headroom.monitoring",
          "dev.headroom.dashboard");

  @Override
  public SliceIdentifier getIdentifierOf(JavaClass javaClass) {
    return FUNCTIONS.stream()
        .filter(javaClass.getPackageName()::startsWith)
        .map(SliceIdentifier::of)
        .findFirst()
        .orElseGet(SliceIdentifier::ignore);
  }

  @Override
  public String getDescription() {
    return "functions";
  }
}

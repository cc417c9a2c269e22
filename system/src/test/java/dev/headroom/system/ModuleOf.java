package dev.headroom.system;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which module a class was compiled in, by where it lies: {@code shared/jobs}, {@code local}. */
final class ModuleOf implements SliceAssignment {
  private static final Pattern PLACE =
      Pattern.compile("/((?:shared|functions)/[a-z]+|local|system|benchmarks)/target/");

  private final String folder;

  /**
   * The modules of one folder; of classes elsewhere nothing is said.
   *
   * @param folder such as {@code functions/}
   */
  ModuleOf(String folder) {
    this.folder = folder;
  }

  /** Returns a class's module, and nothing for a class of somebody else's. */
  static Optional<String> of(JavaClass javaClass) {
    return javaClass
        .getSource()
        .map(source -> PLACE.matcher(source.getUri().toString()))
        .filter(Matcher::find)
        .map(place -> place.group(1));
  }

  @Override
  public SliceIdentifier getIdentifierOf(JavaClass javaClass) {
    return of(javaClass)
        .filter(module -> module.startsWith(folder))
        .map(SliceIdentifier::of)
        .orElseGet(SliceIdentifier::ignore);
  }

  @Override
  public String getDescription() {
    return "modules in " + folder;
  }
}

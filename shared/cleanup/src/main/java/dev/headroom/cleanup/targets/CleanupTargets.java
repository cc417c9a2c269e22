package dev.headroom.cleanup.targets;

import dev.headroom.errors.FieldError;
import dev.headroom.errors.HeadroomException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** The targets of one deployment, in the order in which a run takes them. */
public final class CleanupTargets {
  private static final Pattern NAME = Pattern.compile("[a-z0-9_]{1,50}");

  private final Map<String, CleanupTarget> byName = new LinkedHashMap<>();

  /**
   * Takes the targets.
   *
   * @throws IllegalArgumentException when a name is not allowed, or two targets have the same
   */
  public CleanupTargets(List<CleanupTarget> targets) {
    for (CleanupTarget target : targets) {
      if (!NAME.matcher(target.name()).matches()) {
        throw new IllegalArgumentException(
            "A clean-up target must be named with 1 to 50 of a-z, 0-9 and _; got \"%s\""
                .formatted(target.name()));
      }
      if (byName.put(target.name(), target) != null) {
        throw new IllegalArgumentException("Two clean-up targets are named " + target.name());
      }
    }
  }

  /** Returns the target of a name, or empty when there is none. */
  public Optional<CleanupTarget> find(String name) {
    return Optional.ofNullable(byName.get(name));
  }

  /** Returns the names of the targets that are cleaned up when none is named. */
  public List<String> usual() {
    return byName.values().stream()
        .filter(CleanupTarget::isUsual)
        .map(CleanupTarget::name)
        .toList();
  }

  /**
   * Checks that names are names of targets.
   *
   * @throws HeadroomException.Invalid naming each that is not
   */
  public void check(List<String> names) {
    List<FieldError> errors = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      if (!byName.containsKey(names.get(i))) {
        errors.add(
            new FieldError(
                "targets[" + i + "]",
                "must be one of %s; got \"%.60s\""
                    .formatted(String.join(", ", byName.keySet()), names.get(i))));
      }
    }
    if (!errors.isEmpty()) {
      throw new HeadroomException.Invalid(errors);
    }
  }
}

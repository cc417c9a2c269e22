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

  public CleanupTargets(List<CleanupTarget> targets) {
    for (CleanupTarget target : targets) {
      if (!NAME.matcher(target.name()).matches()) {
        throw new IllegalArgumentException("No name for a clean-up target: " + target.name());
      }
      if (byName.put(target.name(), target) != null) {
        throw new IllegalArgumentException("Two clean-up targets are named " + target.name());
      }
    }
  }

  public Optional<CleanupTarget> find(String name) {
    return Optional.ofNullable(byName.get(name));
  }

  /** What is cleaned up when no target is named. */
  public List<String> usual() {
    return byName.values().stream()
        .filter(CleanupTarget::isUsual)
        .map(CleanupTarget::name)
        .toList();
  }

  /**
   * Checks the names of targets.
   *
   * @throws HeadroomException.Invalid naming each that is none
   */
  public void check(List<String> named) {
    List<FieldError> errors = new ArrayList<>();
    for (int i = 0; i < named.size(); i++) {
      if (!byName.containsKey(named.get(i))) {
        errors.add(
            new FieldError(
                "targets[" + i + "]",
                "must be one of %s; got \"%.60s\""
                    .formatted(String.join(", ", byName.keySet()), named.get(i))));
      }
    }
    if (!errors.isEmpty()) {
      throw new HeadroomException.Invalid(errors);
    }
  }
}

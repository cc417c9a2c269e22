package dev.headroom.cleanup.api;

import dev.headroom.cleanup.schedules.ScheduleSpec;
import dev.headroom.errors.FieldError;
import dev.headroom.errors.HeadroomException;
import dev.headroom.jobs.Priority;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The body of {@code POST /cleanup/schedules}.
 *
 * @param name required, as are interval_seconds and retention_days
 * @param priority normal when it is left out
 * @param targets the usual targets when they are left out
 */
record ScheduleRequest(
    @Nullable String name,
    @Nullable Long intervalSeconds,
    @Nullable Integer retentionDays,
    @Nullable Priority priority,
    @Nullable List<@Nullable String> targets) {

  /**
   * Returns the schedule that the request describes.
   *
   * @throws HeadroomException.Invalid naming each field that is not allowed
   */
  ScheduleSpec spec() {
    List<FieldError> missing = new ArrayList<>();
    if (intervalSeconds == null) {
      missing.add(new FieldError("interval_seconds", "must be there"));
    }
    if (retentionDays == null) {
      missing.add(new FieldError("retention_days", "must be there"));
    }
    if (targets != null && targets.isEmpty()) {
      missing.add(new FieldError("targets", "must name at least one target, or be left out"));
    }
    try {
      var spec =
          new ScheduleSpec(
              name == null ? "" : name,
              intervalSeconds == null ? 1 : intervalSeconds,
              retentionDays == null ? 0 : retentionDays,
              priority == null ? Priority.NORMAL : priority,
              named());
      if (missing.isEmpty()) {
        return spec;
      }
    } catch (HeadroomException.Invalid others) {
      missing.addAll(0, others.errors());
    }
    throw new HeadroomException.Invalid(missing);
  }

  /** Returns the targets; a null among them becomes a text that is no target's name. */
  private List<String> named() {
    return targets == null
        ? List.of()
        : targets.stream().map(target -> target == null ? "null" : target).toList();
  }
}

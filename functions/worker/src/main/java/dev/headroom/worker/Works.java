package dev.headroom.worker;

import dev.headroom.jobs.BuiltInJob;
import dev.headroom.jobs.JobType;
import dev.headroom.jobs.JobTypes;
import dev.headroom.jobs.JobWork;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What does the work of each job type. Work that comes with Headroom is put together when its first
 * job comes, so that a worker starts with none of what it does not need.
 */
final class Works implements Function<String, Optional<JobWork>> {
  private static final Map<String, BuiltInJob> BUILT_IN =
      Stream.of(BuiltInJob.values())
          .collect(Collectors.toUnmodifiableMap(BuiltInJob::typeName, Function.identity()));

  private final Map<String, JobType> added = JobTypes.added();
  private final Map<BuiltInJob, JobWork> opened = new ConcurrentHashMap<>();
  private final Function<BuiltInJob, JobWork> open;

  /**
   * Finds the types that were added.
   *
   * @param open puts together what does the work of a type
   */
  Works(Function<BuiltInJob, JobWork> open) {
    this.open = open;
  }

  @Override
  public Optional<JobWork> apply(String type) {
    BuiltInJob job = BUILT_IN.get(type);
    return job == null
        ? Optional.ofNullable(added.get(type))
        : Optional.of(opened.computeIfAbsent(job, open));
  }
}

package dev.headroom.worker.rebuild;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.headroom.index.Partition;
import dev.headroom.index.writing.IndexWriters;
import dev.headroom.index.writing.PartitionWriter;
import dev.headroom.jobs.JobRun;
import dev.headroom.jobs.JobWork;
import dev.headroom.jobs.Outcome;
import dev.headroom.json.Json;
import java.util.List;

/**
 * The {@code search_rebuild} job: builds the tenant's search index anew from the chunk table, while
 * the one that is there goes on being searched and changed. Each partition is one step.
 */
public final class SearchRebuild implements JobWork {
  private final IndexWriters writers;
  private final int partitions;

  /**
   * @param partitions into how many a tenant is divided
   */
  public SearchRebuild(IndexWriters writers, int partitions) {
    this.writers = writers;
    this.partitions = partitions;
  }

  /** What is done, and the result. */
  record Done(int partitions, long chunks, long bytes) {
    static final Done NOTHING = new Done(0, 0, 0);
  }

  @Override
  public Outcome run(JobRun run) throws InterruptedException {
    Done done = run.checkpoint(Done.class).orElse(Done.NOTHING);
    List<Partition> all = Partition.all(run.tenant(), partitions);
    for (Partition partition : all.subList(Math.min(done.partitions(), all.size()), all.size())) {
      if (run.mustYield()) {
        return Outcome.Continue.from(done);
      }
      done = rebuilt(run, partition, done);
      run.save(done);
    }
    return new Outcome.Completed(Json.SNAKE_CASE.<ObjectNode>valueToTree(done));
  }

  private Done rebuilt(JobRun run, Partition partition, Done before) throws InterruptedException {
    try (PartitionWriter writer = writers.open(partition)) {
      var snapshot =
          writer.rebuild(
              read ->
                  run.progress(
                      (double) partition.number() / partition.count(),
                      "Partition %d of %d: %,d chunks read"
                          .formatted(partition.number() + 1, partition.count(), read)));
      return new Done(
          before.partitions() + 1,
          before.chunks() + snapshot.chunks(),
          before.bytes() + snapshot.bytes());
    }
  }
}

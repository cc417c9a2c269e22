package dev.headroom.cleanup.builtin;

import dev.headroom.aws.AwsClients;
import dev.headroom.cleanup.targets.CleanupTarget;
import dev.headroom.index.IndexSettings;
import dev.headroom.jobs.EndedJobs;
import dev.headroom.objects.ObjectStore;
import dev.headroom.objects.ObjectStores;
import dev.headroom.search.OldChunks;
import dev.headroom.settings.Settings;
import java.util.List;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** What the product itself cleans up. A target of your own goes into this list. */
public final class BuiltInTargets {
  private BuiltInTargets() {}

  /** Where the things are. */
  public record Where(String jobTable, String chunkTable, String objectStore, IndexSettings index) {
    /**
     * Reads {@code JOB_TABLE}, {@code CHUNK_TABLE}, {@code OBJECT_STORE} and what {@link
     * IndexSettings} reads.
     */
    public static Where read(Settings settings) {
      return new Where(
          settings.required("JOB_TABLE"),
          settings.required("CHUNK_TABLE"),
          settings.required("OBJECT_STORE"),
          IndexSettings.read(settings));
    }
  }

  /** The targets, in the order in which a run takes them. */
  public static List<CleanupTarget> open(Where where, DynamoDbClient dynamoDb, AwsClients aws) {
    return of(where, dynamoDb, ObjectStores.open(where.objectStore(), aws));
  }

  /** The same around an object store that is there. */
  public static List<CleanupTarget> of(Where where, DynamoDbClient dynamoDb, ObjectStore objects) {
    var endedJobs = new EndedJobs(dynamoDb, where.jobTable());
    return List.of(
        new JobsTarget(endedJobs, objects),
        new OrphanedObjectsTarget(endedJobs, objects),
        new ChunksTarget(new OldChunks(dynamoDb, where.chunkTable())),
        new SearchIndexTarget(objects, where.index().partitions()));
  }
}

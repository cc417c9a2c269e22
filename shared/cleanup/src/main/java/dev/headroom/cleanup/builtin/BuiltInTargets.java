package dev.headroom.cleanup.builtin;

import dev.headroom.aws.AwsClients;
import dev.headroom.cleanup.targets.CleanupTarget;
import dev.headroom.cleanup.targets.CleanupTargetProvider;
import dev.headroom.index.IndexSettings;
import dev.headroom.jobs.store.EndedJobs;
import dev.headroom.objects.ObjectStore;
import dev.headroom.objects.ObjectStores;
import dev.headroom.search.OldChunks;
import dev.headroom.settings.Settings;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** The targets that the product itself has. */
public final class BuiltInTargets {
  private BuiltInTargets() {}

  /**
   * The places where the targets find their entries.
   *
   * @param objectStore the location of the object store, as {@link ObjectStores} reads it
   */
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

  /**
   * Opens all targets of a deployment: the built-in ones, and then those of each {@link
   * CleanupTargetProvider} on the class path.
   */
  public static List<CleanupTarget> openWithProvided(
      Where where, DynamoDbClient dynamoDb, AwsClients aws, Map<String, String> environment) {
    ObjectStore objects = ObjectStores.open(where.objectStore(), aws);
    var context = new CleanupTargetProvider.Context(dynamoDb, objects, environment);
    return Stream.concat(
            open(where, dynamoDb, objects).stream(), CleanupTargetProvider.find(context).stream())
        .toList();
  }

  /** Opens the built-in targets, in the order in which a run takes them. */
  public static List<CleanupTarget> open(
      Where where, DynamoDbClient dynamoDb, ObjectStore objects) {
    var endedJobs = new EndedJobs(dynamoDb, where.jobTable());
    return List.of(
        new JobsTarget(endedJobs, objects),
        new OrphanedObjectsTarget(endedJobs, objects),
        new ChunksTarget(new OldChunks(dynamoDb, where.chunkTable())),
        new SearchIndexTarget(objects, where.index().partitions()));
  }
}

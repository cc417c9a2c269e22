package dev.headroom.search.indexer;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.events.DynamodbEvent;
import com.amazonaws.services.lambda.runtime.events.DynamodbEvent.DynamodbStreamRecord;
import com.amazonaws.services.lambda.runtime.events.models.dynamodb.AttributeValue;
import dev.headroom.aws.AwsClients;
import dev.headroom.aws.InParallel;
import dev.headroom.function.EventFunction;
import dev.headroom.index.IndexSettings;
import dev.headroom.index.Partition;
import dev.headroom.index.Scratch;
import dev.headroom.index.writing.IndexWriters;
import dev.headroom.objects.ObjectStores;
import dev.headroom.search.ChunkStore;
import dev.headroom.search.ChunkStore.ChunkKey;
import dev.headroom.settings.Settings;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/**
 * The entry of the function that follows the chunk table's stream and writes the index. Only the id
 * of a changed chunk is used; the writer reads its content from the table.
 */
public final class Indexer extends EventFunction<DynamodbEvent, @Nullable Void> {
  private static final Logger LOG = LoggerFactory.getLogger(Indexer.class);

  /**
   * The number of partitions that are written at the same time. Each mostly waits for the object
   * store and has a buffer of 64 MB.
   */
  private static final int PARTITIONS_AT_ONCE = 4;

  private final int partitions;
  private final IndexWriters writers;

  /** Creates the function from the environment, as Lambda does. */
  public Indexer() {
    this(System.getenv());
  }

  public Indexer(Map<String, String> environment) {
    super(environment);
    var settings = new Settings(environment);
    var how = IndexSettings.read(settings);
    String table = settings.required("CHUNK_TABLE");
    String objects = settings.required("OBJECT_STORE");
    settings.check();
    var aws = new AwsClients(environment);
    this.partitions = how.partitions();
    this.writers =
        new IndexWriters(
            ObjectStores.open(objects, aws),
            new ChunkStore(aws.client(DynamoDbClient.builder(), "dynamodb"), table),
            how,
            Scratch.temporary(),
            InstantSource.system(),
            new SecureRandom());
  }

  // A stream needs no answer; NullAway does not yet follow a nullable type argument into an
  // override.
  @SuppressWarnings("NullAway")
  @Override
  protected @Nullable Void handle(DynamodbEvent event, Context context) {
    write(event.getRecords());
    return null;
  }

  /**
   * Writes all partitions. A failure of one fails the batch, which is delivered again, but does not
   * stop the others.
   */
  private void write(List<DynamodbStreamRecord> changes) {
    List<Callable<Optional<RuntimeException>>> writes = new ArrayList<>();
    changed(changes).forEach((partition, ids) -> writes.add(() -> failure(partition, ids)));
    InParallel.all(writes, PARTITIONS_AT_ONCE).stream()
        .flatMap(Optional::stream)
        .findFirst()
        .ifPresent(
            failure -> {
              throw failure;
            });
  }

  private Optional<RuntimeException> failure(Partition partition, Set<String> ids) {
    try {
      var snapshot = writers.of(partition).apply(ids);
      LOG.debug("{} chunks are in generation {}", ids.size(), snapshot.generation());
      return Optional.empty();
    } catch (RuntimeException e) {
      return Optional.of(e);
    }
  }

  private Map<Partition, Set<String>> changed(List<DynamodbStreamRecord> changes) {
    Map<Partition, Set<String>> ids = new LinkedHashMap<>();
    for (DynamodbStreamRecord change : changes) {
      key(change.getDynamodb().getKeys())
          .ifPresentOrElse(
              key ->
                  ids.computeIfAbsent(
                          Partition.of(key.tenant(), key.bucket(), partitions),
                          _ -> new LinkedHashSet<>())
                      .add(key.chunkId()),
              () -> LOG.error("A change is not one of a chunk: {}", change.getEventID()));
    }
    return ids;
  }

  private static Optional<ChunkKey> key(Map<String, AttributeValue> keys) {
    AttributeValue owner = keys.get("owner");
    AttributeValue id = keys.get("chunk_id");
    return owner == null || id == null
        ? Optional.empty()
        : ChunkStore.parseKey(owner.getS(), id.getS());
  }
}

package dev.headroom.index.snapshots;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.headroom.index.Partition;
import dev.headroom.index.Schema;
import dev.headroom.json.Json;
import dev.headroom.objects.ObjectStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;

/**
 * The snapshots of one partition in the object store: a pointer object and the files to which it
 * refers.
 */
public final class Snapshots {
  private static final String POINTER = "pointer.json";
  private static final String CHANGED_CHUNKS = "changes.json";

  private final ObjectStore objects;
  private final Partition partition;

  public Snapshots(ObjectStore objects, Partition partition) {
    this.objects = objects;
    this.partition = partition;
  }

  public Partition partition() {
    return partition;
  }

  public ObjectStore objects() {
    return objects;
  }

  /**
   * A published snapshot.
   *
   * @param version the version of the pointer object
   */
  public record Published(Snapshot snapshot, String version) {}

  /** The result of a conditional read of the pointer. */
  public sealed interface Change {
    /** The pointer is unchanged. */
    record None() implements Change {}

    /** The pointer refers to another snapshot. */
    record Newer(Published published) implements Change {}

    /** There is no pointer. */
    record NoIndex() implements Change {}
  }

  /**
   * Reads the newest snapshot; empty when there is no index yet.
   *
   * @throws UnreadableSnapshot when it has another schema version or is damaged
   */
  public Optional<Published> newest() {
    return objects.read(pointer()).map(Snapshots::published);
  }

  /**
   * A pointer object whose content may be unreadable.
   *
   * @param generation 0 when it cannot be read
   */
  public record Pointer(String version, long generation) {}

  /** Reads the pointer object even if its content is unreadable; empty when there is none. */
  public Optional<Pointer> pointerObject() {
    return objects
        .read(pointer())
        .map(object -> new Pointer(object.version(), generation(object.content())));
  }

  private static long generation(byte[] pointer) {
    try {
      return Json.STORED.readTree(pointer).path("generation").asLong();
    } catch (IOException _) {
      return 0;
    }
  }

  /**
   * Reads the pointer if it is another than the one that was seen; cheap when it is not.
   *
   * @throws UnreadableSnapshot as {@link #newest}
   */
  public Change changeSince(Optional<Published> seen) {
    return seen.map(known -> look(known.version()))
        .orElseGet(() -> newest().<Change>map(Change.Newer::new).orElseGet(Change.NoIndex::new));
  }

  private Change look(String version) {
    return switch (objects.look(pointer(), version)) {
      case ObjectStore.Look.Unchanged() -> new Change.None();
      case ObjectStore.Look.Changed(var object) -> new Change.Newer(published(object));
      case ObjectStore.Look.Absent() -> new Change.NoIndex();
    };
  }

  /**
   * Publishes a snapshot unless another writer did since.
   *
   * @param over the version of the pointer on which it is based; empty when there was none
   * @return false when another writer was faster and nothing was changed
   */
  public boolean publish(Snapshot next, Optional<String> over) {
    try {
      return objects.putIf(pointer(), Json.STORED.writeValueAsBytes(next), over);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the key of a file of an epoch. */
  public String key(String epoch, Snapshot.StoredFile file, String name) {
    return key(epoch, file.attempt(), name);
  }

  private String key(String epoch, String attempt, String name) {
    return partition.prefix() + epoch + "/" + attempt + "/" + name;
  }

  /** Returns the key of the list of chunks that an attempt changed. */
  public String changesKey(String epoch, String attempt) {
    return key(epoch, attempt, CHANGED_CHUNKS);
  }

  /** Returns the key of the pointer object. */
  public String pointer() {
    return partition.prefix() + POINTER;
  }

  private static Published published(ObjectStore.Versioned object) {
    try {
      JsonNode json = Json.STORED.readTree(object.content());
      int schema = json.path("schema").asInt();
      if (schema != Schema.VERSION) {
        throw new UnreadableSnapshot(
            "The search index has schema version %d, and this function reads version %d."
                .formatted(schema, Schema.VERSION),
            schema > Schema.VERSION);
      }
      return new Published(Json.STORED.treeToValue(json, Snapshot.class), object.version());
    } catch (IOException e) {
      throw new UnreadableSnapshot("The pointer of the search index cannot be read.", e);
    }
  }
}

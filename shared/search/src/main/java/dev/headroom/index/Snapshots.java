package dev.headroom.index;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.headroom.json.Json;
import dev.headroom.objects.ObjectStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;

/** The snapshots of one partition in the object store: a pointer, and the files it points to. */
final class Snapshots {
  private static final String POINTER = "pointer.json";

  private final ObjectStore objects;
  private final Partition partition;

  Snapshots(ObjectStore objects, Partition partition) {
    this.objects = objects;
    this.partition = partition;
  }

  Partition partition() {
    return partition;
  }

  ObjectStore objects() {
    return objects;
  }

  /**
   * A snapshot that was published.
   *
   * @param version of the pointer object
   */
  record Published(Snapshot snapshot, String version) {}

  /** What a look at the pointer tells. */
  sealed interface News {
    /** It is as it was. */
    record None() implements News {}

    /** There is another. */
    record Newer(Published published) implements News {}

    /** There is no index yet. */
    record NoIndex() implements News {}
  }

  /**
   * The newest snapshot.
   *
   * @throws UnreadableSnapshot when its schema is not ours, or it is no pointer
   */
  Optional<Published> newest() {
    return objects.read(pointer()).map(Snapshots::published);
  }

  /**
   * A pointer object, whatever it says.
   *
   * @param generation 0 when it does not tell
   */
  record Pointer(String version, long generation) {}

  /** The pointer object, even if it cannot be read as one. */
  Optional<Pointer> there() {
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
   * Whether there is another than the one that was seen; cheap when there is not.
   *
   * @throws UnreadableSnapshot as {@link #newest}
   */
  News since(Optional<Published> seen) {
    return seen.map(known -> look(known.version()))
        .orElseGet(() -> newest().<News>map(News.Newer::new).orElseGet(News.NoIndex::new));
  }

  private News look(String version) {
    return switch (objects.look(pointer(), version)) {
      case ObjectStore.Look.Unchanged() -> new News.None();
      case ObjectStore.Look.Changed(var object) -> new News.Newer(published(object));
      case ObjectStore.Look.Absent() -> new News.NoIndex();
    };
  }

  /**
   * Publishes a snapshot, unless somebody else did since.
   *
   * @param over the version of the pointer that it was made from; empty when there was none
   * @return false when another was there first: nothing is changed
   */
  boolean publish(Snapshot next, Optional<String> over) {
    try {
      return objects.putIf(pointer(), Json.STORED.writeValueAsBytes(next), over);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Where a file of an epoch lies. */
  String key(String epoch, Snapshot.StoredFile file, String name) {
    return key(epoch, file.attempt(), name);
  }

  String key(String epoch, String attempt, String name) {
    return partition.prefix() + epoch + "/" + attempt + "/" + name;
  }

  String pointer() {
    return partition.prefix() + POINTER;
  }

  private static Published published(ObjectStore.Versioned object) {
    try {
      JsonNode json = Json.STORED.readTree(object.content());
      int schema = json.path("schema").asInt();
      if (schema != Schema.VERSION) {
        throw new UnreadableSnapshot(
            "The search index is of schema %d, and this function reads schema %d."
                .formatted(schema, Schema.VERSION),
            schema > Schema.VERSION);
      }
      return new Published(Json.STORED.treeToValue(json, Snapshot.class), object.version());
    } catch (IOException e) {
      throw new UnreadableSnapshot("The pointer of the search index cannot be read.", e);
    }
  }
}

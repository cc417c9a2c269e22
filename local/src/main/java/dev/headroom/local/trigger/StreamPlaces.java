package dev.headroom.local.trigger;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.headroom.json.Json;
import dev.headroom.local.startup.CannotStart;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * How far a function has come in each shard of a stream. Lambda remembers it; here a file does, so
 * that neither a stop nor a kill loses a change. What was handed over and not yet noted comes
 * again.
 */
public final class StreamPlaces {
  /**
   * A place in a shard.
   *
   * @param sequenceNumber of the last change that is done
   * @param window what is open there
   */
  record Place(String sequenceNumber, Optional<TumblingWindow> window) {}

  private final Optional<Path> file;
  private final Map<String, Place> places = new TreeMap<>();
  private boolean isNew;

  private StreamPlaces(Optional<Path> file, boolean isNew) {
    this.file = file;
    this.isNew = isNew;
  }

  /** Places that end with the process, as the stream does. */
  public static StreamPlaces inMemory() {
    return new StreamPlaces(Optional.empty(), true);
  }

  /**
   * Places that outlive the process.
   *
   * @throws CannotStart when the file is there and is not readable
   */
  public static StreamPlaces in(Path file) {
    var places = new StreamPlaces(Optional.of(file), !Files.exists(file));
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      if (!places.isNew) {
        Json.STORED
            .readTree(Files.readAllBytes(file))
            .properties()
            .forEach(shard -> places.places.put(shard.getKey(), read(shard.getValue())));
      }
    } catch (IOException | RuntimeException fault) {
      throw new CannotStart(
          "The file "
              + file.toAbsolutePath()
              + " does not say how far a stream was read: delete it to read the stream anew.",
          fault);
    }
    return places;
  }

  private static Place read(JsonNode place) {
    JsonNode window = place.path("window");
    return new Place(
        place.required("sequence_number").asText(),
        window.isObject()
            ? Optional.of(
                new TumblingWindow(
                    Instant.parse(window.required("start").asText()),
                    Instant.parse(window.required("end").asText()),
                    window.required("state")))
            : Optional.empty());
  }

  /** Whether the stream is read for the first time. */
  synchronized boolean areNew() {
    return isNew;
  }

  synchronized Optional<Place> of(String shard) {
    return Optional.ofNullable(places.get(shard));
  }

  synchronized void put(String shard, Place place) {
    places.put(shard, place);
    save();
  }

  /** Returns the shards in which a window is open. */
  synchronized Set<String> withOpenWindow() {
    return places.entrySet().stream()
        .filter(place -> place.getValue().window().isPresent())
        .map(Map.Entry::getKey)
        .collect(Collectors.toUnmodifiableSet());
  }

  /** Forgets all shards but these. */
  synchronized void retain(Set<String> shards) {
    places.keySet().retainAll(shards);
    isNew = false;
    save();
  }

  private void save() {
    ObjectNode json = Json.STORED.createObjectNode();
    places.forEach((shard, place) -> write(place, json.putObject(shard)));
    file.ifPresent(path -> replace(path, StreamEvents.bytes(json)));
  }

  private static void write(Place place, ObjectNode json) {
    json.put("sequence_number", place.sequenceNumber());
    place
        .window()
        .ifPresent(
            window ->
                json.putObject("window")
                    .put("start", window.start().toString())
                    .put("end", window.end().toString())
                    .set("state", window.state()));
  }

  /** At once: a kill leaves the file as it was, or as it shall be. */
  private static void replace(Path path, byte[] content) {
    try {
      Path next = Files.write(path.resolveSibling(path.getFileName() + ".next"), content);
      Files.move(next, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException fault) {
      throw new UncheckedIOException(fault);
    }
  }
}

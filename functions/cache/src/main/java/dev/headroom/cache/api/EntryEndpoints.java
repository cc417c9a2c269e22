package dev.headroom.cache.api;

import com.fasterxml.jackson.databind.JsonNode;
import dev.headroom.cache.Cache;
import dev.headroom.cache.entry.Entry;
import dev.headroom.cache.entry.Key;
import dev.headroom.errors.FieldError;
import dev.headroom.errors.HeadroomException;
import dev.headroom.http.Request;
import dev.headroom.http.Response;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads and writes entries, by one and by many. */
final class EntryEndpoints {
  /** The most bytes of entries in one answer; Lambda's limit is 6 MB. */
  private static final long MAX_ANSWER_BYTES = 5_000_000;

  private final CallerCaches namespaces;
  private final InstantSource clock;

  EntryEndpoints(CallerCaches namespaces, InstantSource clock) {
    this.namespaces = namespaces;
    this.clock = clock;
  }

  /**
   * An entry that was put.
   *
   * @param stored false when Redis did not answer: others may not see it
   */
  record Put(String key, String namespace, long ttlSeconds, List<String> tags, boolean stored) {}

  record Found(List<EntryView> entries, long hits, long misses) {}

  /** The outcome of one of several entries; its errors are null unless it was rejected. */
  record Answer(@Nullable String key, String status, @Nullable List<FieldError> errors) {}

  record Answers(List<Answer> entries, long stored, long rejected) {}

  Response get(Request request) {
    Cache<JsonNode> cache = read(request, null);
    Key key = cache.key(request.pathParameter("key"));
    return Optional.ofNullable(cache.entries(List.of(key)).get(key))
        .map(entry -> EntryView.of(key.name(), cache.namespace(), entry, clock.instant()))
        .map(Response::ok)
        .orElseThrow(() -> unknown(key.name()));
  }

  static HeadroomException.NotFound unknown(String key) {
    return new HeadroomException.NotFound(
        "key", "There is no entry \"%s\"; it may have expired.".formatted(key));
  }

  /** Reads ask Redis each time, unless the caller says that a moment ago will do. */
  private Cache<JsonNode> read(Request request, @Nullable String namespace) {
    Cache<JsonNode> cache = namespaces.of(request, namespace);
    return request.flag("strict", true) ? cache.strict() : cache;
  }

  Response put(Request request, PutRequest body) {
    Cache<JsonNode> cache = namespaces.of(request, body.namespace());
    Key key = body.in(cache, request.pathParameter("key"));
    boolean stored = cache.put(key, body.presentValue());
    return Response.ok(
        new Put(
            key.name(),
            cache.namespace(),
            key.options().ttl().toSeconds(),
            key.options().tags(),
            stored));
  }

  Response delete(Request request) {
    Cache<JsonNode> cache = namespaces.asked(request);
    cache.remove(cache.key(request.pathParameter("key")));
    return Response.noContent();
  }

  Response batchGet(Request request, BatchGetRequest body) {
    Cache<JsonNode> cache = read(request, body.namespace());
    Set<Key> keys = new LinkedHashSet<>();
    body.keys().forEach(name -> keys.add(cache.key(name)));
    Map<Key, Entry<JsonNode>> found = cache.entries(keys);
    if (found.values().stream().mapToLong(Entry::bytes).sum() > MAX_ANSWER_BYTES) {
      throw new HeadroomException.TooLarge(
          "The entries take more than an answer may; ask for fewer keys at once.");
    }
    List<EntryView> views =
        keys.stream().map(key -> view(cache, key, Optional.ofNullable(found.get(key)))).toList();
    return Response.ok(new Found(views, found.size(), keys.size() - found.size()));
  }

  private EntryView view(Cache<JsonNode> cache, Key key, Optional<Entry<JsonNode>> entry) {
    return entry
        .map(there -> EntryView.of(key.name(), cache.namespace(), there, clock.instant()))
        .orElseGet(() -> EntryView.nothing(key.name(), cache.namespace()));
  }

  Response batchSet(Request request, BatchSetRequest body) {
    Cache<JsonNode> cache = namespaces.of(request, body.namespace());
    var values = new LinkedHashMap<Key, JsonNode>();
    var answers = new ArrayList<Answer>();
    for (JsonNode part : body.entries()) {
      String name = part.path("key").textValue();
      try {
        PutRequest put = request.bind(part, PutRequest.class);
        if (put.namespace() != null) {
          throw new HeadroomException.Invalid(
              "namespace", "must stand beside the entries, since it is one for all of them");
        }
        Key key = put.in(cache, name);
        // The later one of two counts, with its options.
        values.remove(key);
        values.put(key, put.presentValue());
        answers.add(new Answer(name, "stored", null));
      } catch (HeadroomException.Invalid e) {
        answers.add(new Answer(name, "rejected", e.errors()));
      }
    }
    boolean stored = cache.putAll(values);
    List<Answer> outcomes =
        answers.stream().map(answer -> stored ? answer : notStored(answer)).toList();
    long rejected = outcomes.stream().filter(answer -> answer.errors() != null).count();
    return Response.ok(new Answers(outcomes, stored ? outcomes.size() - rejected : 0, rejected));
  }

  private static Answer notStored(Answer answer) {
    return answer.errors() == null ? new Answer(answer.key(), "not_stored", null) : answer;
  }
}

package dev.headroom.search.api;

import com.fasterxml.jackson.databind.JsonNode;
import dev.headroom.errors.FieldError;
import dev.headroom.errors.HeadroomException;
import dev.headroom.http.Request;
import dev.headroom.http.Response;
import dev.headroom.search.Chunk;
import dev.headroom.search.ChunkStore;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Endpoints that store and remove chunks. */
final class ChunkEndpoints {
  private static final int ID_BYTES = 16;

  private final ChunkStore chunks;
  private final InstantSource clock;
  private final RandomGenerator random;

  ChunkEndpoints(ChunkStore chunks, InstantSource clock, RandomGenerator random) {
    this.chunks = chunks;
    this.clock = clock;
    this.random = random;
  }

  /**
   * The outcome for one of several chunks.
   *
   * @param chunkId null when the chunk was rejected and had no id
   * @param errors null unless the chunk was rejected
   */
  record Answer(@Nullable String chunkId, String status, @Nullable List<FieldError> errors) {}

  record Answers(List<Answer> chunks, int accepted, int rejected) {}

  /** Stores the valid chunks before it responds. */
  Response put(Request request, PutChunksRequest body) {
    Instant now = clock.instant();
    var accepted = new ArrayList<Chunk>();
    var answers = new ArrayList<Answer>();
    for (JsonNode part : body.chunks()) {
      try {
        Chunk chunk = request.bind(part, ChunkRequest.class).chunk(this::newId, now);
        accepted.add(chunk);
        answers.add(new Answer(chunk.id(), "accepted", null));
      } catch (HeadroomException.Invalid e) {
        answers.add(new Answer(part.path("chunk_id").textValue(), "rejected", e.errors()));
      }
    }
    chunks.putAll(request.caller().tenant(), accepted);
    return Response.accepted(
        new Answers(answers, accepted.size(), answers.size() - accepted.size()));
  }

  private String newId() {
    byte[] bits = new byte[ID_BYTES];
    random.nextBytes(bits);
    return "chunk_" + HexFormat.of().formatHex(bits);
  }

  Response delete(Request request) {
    String id = request.pathParameter("id");
    if (!chunks.delete(request.caller().tenant(), id)) {
      throw new HeadroomException.NotFound("chunk_id", "There is no chunk \"%s\".".formatted(id));
    }
    return Response.noContent();
  }
}

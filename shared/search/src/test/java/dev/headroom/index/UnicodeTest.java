package dev.headroom.index;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headroom.index.reading.IndexView;
import dev.headroom.search.Chunk;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.TermQuery;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Any text that a chunk may have is handed back as it was. */
@ExtendWith(WithChunkTable.class)
class UnicodeTest {
  @TempDir private Path folder;
  private IndexFixture fixture;

  @BeforeEach
  void open(ChunkTable table) {
    fixture = IndexFixture.of(table, folder);
  }

  private void index(Chunk... chunks) {
    fixture.put(chunks);
    fixture.writer().apply(List.of(chunks).stream().map(Chunk::id).toList());
    for (Chunk chunk : chunks) {
      assertThat(fixture.found().get(chunk.id())).isEqualTo(chunk);
    }
    fixture.assertIndexEqualsTable();
  }

  private int count(String word) {
    try (IndexView view = fixture.readers().open(fixture.tenant())) {
      return view.searcher().count(new TermQuery(new Term(Schema.WORDS, word)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Code points of a plane that may stand in texts: assigned, unassigned, private, none. */
  private static String ofPlane(int plane) {
    return IntStream.rangeClosed(plane << 16, plane << 16 | 0xFFFF)
        .filter(point -> point % 97 == 3 || (point & 0xFFFF) >= 0xFFF0 || point < 0x300)
        .filter(point -> point >= ' ' && (point < 0x7F || point > 0x9F))
        .filter(point -> point < Character.MIN_SURROGATE || point > Character.MAX_SURROGATE)
        .mapToObj(Character::toString)
        .collect(Collectors.joining());
  }

  @Test
  void every_plane_is_handed_back_as_it_was() {
    Chunk[] chunks =
        IntStream.rangeClosed(0, 16)
            .mapToObj(
                plane -> {
                  String name = "plane " + Character.toString((plane << 16) + 0x0E40);
                  return new Chunk(
                      name,
                      Optional.of(name),
                      Optional.of(name),
                      ofPlane(plane),
                      List.of(name, "b", "a"),
                      1.0 / (plane + 1),
                      Instant.ofEpochMilli(plane));
                })
            .toArray(Chunk[]::new);
    index(chunks);
  }

  @Test
  void combining_marks_ligatures_and_full_width_letters_read_as_plain_and_stay_as_they_are() {
    index(
        IndexFixture.chunk("composed", "caf\u00e9"),
        IndexFixture.chunk("combining", "cafe\u0301"),
        IndexFixture.chunk("ligature", "of\ufb01ce"),
        IndexFixture.chunk("full width", "\uff2f\uff26\uff26\uff29\uff23\uff25 \u33a1"),
        IndexFixture.chunk("longest", "\ufdfa".repeat(1_000)));

    assertThat(count("caf\u00e9")).isEqualTo(2);
    assertThat(count("office")).isEqualTo(2);
    assertThat(count("ofice")).isZero();
    assertThat(count("m2")).isEqualTo(1);
  }

  @Test
  void the_longest_texts_and_words_are_indexed() {
    index(
        IndexFixture.chunk("words", "word ".repeat(10_000)),
        IndexFixture.chunk("one word", "w".repeat(50_000)),
        IndexFixture.chunk("one word of pairs", "\ud835\udd4f".repeat(25_000)),
        IndexFixture.chunk("marks", "e" + "\u0301".repeat(49_999)),
        IndexFixture.chunk("grows", "\ufdfa".repeat(50_000)),
        IndexFixture.chunk("spaces", " ".repeat(50_000)));

    assertThat(count("word")).isEqualTo(1);
    assertThat(count("w".repeat(255))).isEqualTo(1);
  }

  @Test
  void the_least_and_the_most_that_a_chunk_may_have_is_handed_back() {
    index(
        new Chunk(
            "x".repeat(200),
            Optional.of("\uffff".repeat(200)),
            Optional.of("t".repeat(500)),
            "t",
            IntStream.range(0, 50).mapToObj(i -> "%02d".formatted(i).repeat(100)).toList(),
            1,
            Instant.parse("9999-12-31T23:59:59.999Z")),
        new Chunk(
            "y",
            Optional.empty(),
            Optional.of(""),
            "t",
            List.of(),
            1e-100,
            Instant.parse("0001-01-01T00:00:00Z")),
        new Chunk("z", Optional.empty(), Optional.empty(), "t", List.of(), 0, Instant.EPOCH));
  }
}

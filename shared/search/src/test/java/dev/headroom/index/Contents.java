package dev.headroom.index;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headroom.index.reading.IndexView;
import dev.headroom.search.Chunk;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.TreeMap;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.util.Bits;

/** All chunks that can be found in an index, by their ids. */
final class Contents {
  private Contents() {}

  /** Reads a view whole, and checks that it is one: as many chunks as it tells, each once. */
  static Map<String, Chunk> of(IndexView view) {
    Map<String, Chunk> chunks = new TreeMap<>();
    try {
      for (LeafReaderContext leaf : view.searcher().getIndexReader().leaves()) {
        Bits live = leaf.reader().getLiveDocs();
        var stored = leaf.reader().storedFields();
        for (int i = 0; i < leaf.reader().maxDoc(); i++) {
          if (live == null || live.get(i)) {
            Chunk chunk = Schema.chunk(stored.document(i));
            assertThat(chunks.put(chunk.id(), chunk)).as("%s is found twice", chunk.id()).isNull();
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    assertThat(view.facts().chunks()).as("chunks of the pointer").isEqualTo(chunks.size());
    return chunks;
  }
}

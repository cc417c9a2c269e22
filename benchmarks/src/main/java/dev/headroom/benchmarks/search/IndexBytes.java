package dev.headroom.benchmarks.search;

import java.io.IOException;
import java.util.EnumMap;
import java.util.Map;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.SegmentCommitInfo;
import org.apache.lucene.index.SegmentReader;
import org.apache.lucene.store.Directory;

/**
 * What an index consists of, by Lucene's file extensions; compound files are looked into.
 *
 * @param segments how many
 * @param bytes by kind
 */
public record IndexBytes(int segments, Map<Kind, Long> bytes) {
  /** What a file is for. */
  public enum Kind {
    STORED_FIELDS,
    TERMS,
    POSTINGS,
    POSITIONS,
    NORMS,
    DOC_VALUES,
    POINTS,
    THE_REST;

    private static Kind of(String file) {
      return switch (file.substring(file.lastIndexOf('.') + 1)) {
        case "fdt", "fdx", "fdm" -> STORED_FIELDS;
        case "tim", "tip", "tmd" -> TERMS;
        case "doc", "psm" -> POSTINGS;
        case "pos" -> POSITIONS;
        case "nvd", "nvm" -> NORMS;
        case "dvd", "dvm" -> DOC_VALUES;
        case "kdd", "kdi", "kdm" -> POINTS;
        default -> THE_REST;
      };
    }
  }

  /** Of an index that is open. */
  public static IndexBytes of(IndexReader reader) throws IOException {
    Map<Kind, Long> bytes = new EnumMap<>(Kind.class);
    for (Kind kind : Kind.values()) {
      bytes.put(kind, 0L);
    }
    for (LeafReaderContext leaf : reader.leaves()) {
      add(((SegmentReader) leaf.reader()).getSegmentInfo(), bytes);
    }
    return new IndexBytes(reader.leaves().size(), bytes);
  }

  private static void add(SegmentCommitInfo segment, Map<Kind, Long> bytes) throws IOException {
    for (String file : segment.files()) {
      if (file.endsWith(".cfs")) {
        var compound = segment.info.getCodec().compoundFormat();
        try (var within = compound.getCompoundReader(segment.info.dir, segment.info)) {
          for (String part : within.listAll()) {
            add(within, part, bytes);
          }
        }
      } else {
        add(segment.info.dir, file, bytes);
      }
    }
  }

  private static void add(Directory directory, String file, Map<Kind, Long> bytes)
      throws IOException {
    bytes.merge(Kind.of(file), directory.fileLength(file), Long::sum);
  }

  public long of(Kind kind) {
    return bytes.getOrDefault(kind, 0L);
  }

  public long total() {
    return bytes.values().stream().mapToLong(Long::longValue).sum();
  }
}

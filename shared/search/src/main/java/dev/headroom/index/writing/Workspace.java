package dev.headroom.index.writing;

import dev.headroom.index.Schema;
import dev.headroom.index.Scratch;
import dev.headroom.index.snapshots.Snapshot;
import dev.headroom.index.snapshots.UnreadableSnapshot;
import dev.headroom.search.Chunk;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.IndexWriterConfig.OpenMode;
import org.apache.lucene.index.MergePolicy;
import org.apache.lucene.index.NoMergePolicy;
import org.apache.lucene.index.SegmentInfos;
import org.apache.lucene.index.SerialMergeScheduler;
import org.apache.lucene.index.Term;
import org.apache.lucene.index.TieredMergePolicy;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FilterDirectory;
import org.apache.lucene.store.MMapDirectory;
import org.apache.lucene.store.NoLockFactory;

/**
 * A private folder in which one writer changes an index. It begins with hard links to the files of
 * a snapshot, which Lucene never changes. It is deleted when it is closed.
 */
final class Workspace implements AutoCloseable {
  /**
   * The greatest size of a merged segment. A larger merge would delay the next change by seconds.
   */
  private static final double MAX_MERGED_SEGMENT_MB = 100;

  private static final double BUFFER_MB = 64;

  private final Path folder;
  private final Directory directory;
  private final IndexWriter writer;

  private Workspace(Path folder, MergePolicy merges, OpenMode mode) throws IOException {
    this.folder = folder;
    this.directory = new Unsynced(new MMapDirectory(folder, NoLockFactory.INSTANCE));
    this.writer = new IndexWriter(directory, config(merges).setOpenMode(mode));
  }

  /** Creates a workspace without chunks, to which many are added. */
  static Workspace empty(Path folder) {
    try {
      Files.createDirectories(folder);
      return new Workspace(folder, merges(), OpenMode.CREATE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Creates a workspace with the content of a snapshot. It merges only when {@link #merge} is
   * called.
   *
   * @throws UnreadableSnapshot when the files are not the index of this snapshot
   */
  static Workspace of(Snapshot snapshot, Path files, Path folder) {
    try {
      Files.createDirectories(folder);
      for (String name : snapshot.files().keySet()) {
        Files.createLink(folder.resolve(name), files.resolve(name));
      }
    } catch (IOException e) {
      Scratch.delete(folder);
      throw new UncheckedIOException(e);
    }
    return opened(snapshot, folder);
  }

  private static Workspace opened(Snapshot snapshot, Path folder) {
    try {
      var work = new Workspace(folder, NoMergePolicy.INSTANCE, OpenMode.APPEND);
      if (work.chunks() != snapshot.chunks()) {
        work.close();
        throw new UnreadableSnapshot(
            "The pointer of the search index and its files have different numbers of chunks.",
            false);
      }
      return work;
    } catch (IOException e) {
      Scratch.delete(folder);
      throw new UnreadableSnapshot("The files of the search index cannot be opened.", e);
    }
  }

  private static IndexWriterConfig config(MergePolicy merges) {
    return new IndexWriterConfig(Schema.analyzer())
        .setUseCompoundFile(true)
        .setRAMBufferSizeMB(BUFFER_MB)
        .setMergePolicy(merges)
        // Merges run in the calling thread, since a function is frozen after its answer.
        .setMergeScheduler(new SerialMergeScheduler())
        .setCommitOnClose(false);
  }

  /** Returns a policy that makes few files, since each is a request to the object store. */
  private static MergePolicy merges() {
    var policy = new TieredMergePolicy();
    policy.setMaxMergedSegmentMB(MAX_MERGED_SEGMENT_MB);
    policy.setNoCFSRatio(1);
    return policy;
  }

  Path folder() {
    return folder;
  }

  /** Replaces a chunk by its state in the chunk table, or removes it when it is not there. */
  void set(String id, Optional<Chunk> truth) {
    try {
      var term = new Term(Schema.ID, id);
      if (truth.isPresent()) {
        writer.updateDocument(term, Schema.document(truth.get()));
      } else {
        writer.deleteDocuments(term);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Adds chunks that the index does not have. */
  void add(Collection<Chunk> chunks) {
    try {
      for (Chunk chunk : chunks) {
        writer.addDocument(Schema.document(chunk));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Commits the changes and returns the names of the files of the index. */
  Set<String> commit() {
    try {
      writer.commit();
      return new HashSet<>(SegmentInfos.readLatestCommit(directory).files(true));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Merges segments as the policy demands, without a commit. */
  void merge() {
    try {
      writer.getConfig().setMergePolicy(merges());
      writer.maybeMerge();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the number of chunks that can be found as of the last commit. */
  int chunks() {
    return writer.getDocStats().numDocs;
  }

  @Override
  public void close() {
    try {
      writer.rollback();
      directory.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      Scratch.delete(folder);
    }
  }

  /**
   * Does not sync files: those that are lost with the machine are in the object store or not
   * published.
   */
  private static final class Unsynced extends FilterDirectory {
    Unsynced(Directory directory) {
      super(directory);
    }

    @Override
    public void sync(Collection<String> names) {
      // Nothing to do.
    }

    @Override
    public void syncMetaData() {
      // Nothing to do.
    }
  }
}

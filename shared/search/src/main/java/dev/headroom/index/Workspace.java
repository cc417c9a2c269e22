package dev.headroom.index;

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
 * A folder in which one writer changes an index, and that nobody else sees. It begins with links to
 * the files of a snapshot, which Lucene never changes; it is thrown away in the end.
 */
final class Workspace implements AutoCloseable {
  /** A merge of more would keep what is written after it waiting for seconds. */
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

  /** A workspace without any chunks, for many. */
  static Workspace empty(Path folder) {
    try {
      Files.createDirectories(folder);
      return new Workspace(folder, merges(), OpenMode.CREATE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * A workspace that begins with a snapshot; it merges nothing before it is asked to.
   *
   * @throws UnreadableSnapshot when these files are no index, or not that of this snapshot
   */
  static Workspace of(Snapshot snapshot, Path files, Path folder) {
    try {
      Files.createDirectories(folder);
      for (String name : snapshot.files().keySet()) {
        Files.createLink(folder.resolve(name), files.resolve(name));
      }
    } catch (IOException e) {
      Folders.delete(folder);
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
            "The pointer of the search index tells of other chunks than its files.", false);
      }
      return work;
    } catch (IOException e) {
      Folders.delete(folder);
      throw new UnreadableSnapshot("The files of the search index cannot be opened.", e);
    }
  }

  private static IndexWriterConfig config(MergePolicy merges) {
    return new IndexWriterConfig(Schema.analyzer())
        .setUseCompoundFile(true)
        .setRAMBufferSizeMB(BUFFER_MB)
        .setMergePolicy(merges)
        // In the calling thread: a function that has answered is frozen.
        .setMergeScheduler(new SerialMergeScheduler())
        .setCommitOnClose(false);
  }

  /** Few files each, since each is a request to the object store. */
  private static MergePolicy merges() {
    var policy = new TieredMergePolicy();
    policy.setMaxMergedSegmentMB(MAX_MERGED_SEGMENT_MB);
    policy.setNoCFSRatio(1);
    return policy;
  }

  Path folder() {
    return folder;
  }

  /** Makes the index say of a chunk what the truth says. */
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

  /** Adds chunks of which the index has none. */
  void add(Collection<Chunk> chunks) {
    try {
      for (Chunk chunk : chunks) {
        writer.addDocument(Schema.document(chunk));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Commits; says which files the index consists of now. */
  Set<String> commit() {
    try {
      writer.commit();
      return new HashSet<>(SegmentInfos.readLatestCommit(directory).files(true));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Merges what should be, if anything; it is not committed. */
  void merge() {
    try {
      writer.getConfig().setMergePolicy(merges());
      writer.maybeMerge();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Chunks that can be found, as of the last commit. */
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
      Folders.delete(folder);
    }
  }

  /** What is lost with the machine is in the object store, or not published: no need to sync. */
  private static final class Unsynced extends FilterDirectory {
    Unsynced(Directory directory) {
      super(directory);
    }

    @Override
    public void sync(Collection<String> names) {
      // as said above
    }

    @Override
    public void syncMetaData() {
      // as said above
    }
  }
}

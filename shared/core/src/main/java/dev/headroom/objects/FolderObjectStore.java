package dev.headroom.objects;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * Objects as files of a folder. Any number of processes may share it, and each may be killed at any
 * instant. A power failure may undo the last writes.
 */
public final class FolderObjectStore implements ObjectStore {
  private final Path folder;
  private final Path parts;
  private final FolderLock lock;

  public FolderObjectStore(Path folder) {
    this.folder = folder;
    this.parts = folder.resolve(".parts");
    this.lock = new FolderLock(folder.resolve(".lock"));
  }

  private interface Filling {
    void fill(Path part) throws IOException;
  }

  private interface Condition {
    boolean allows(Path file) throws IOException;
  }

  @Override
  public void put(String key, byte[] content) {
    var _ = write(key, part -> Files.write(part, content), _ -> true);
  }

  @Override
  public void upload(String key, Path file) {
    var _ =
        write(key, part -> Files.copy(file, part, StandardCopyOption.REPLACE_EXISTING), _ -> true);
  }

  @Override
  public boolean putIf(String key, byte[] content, Optional<String> expected) {
    return write(
            key,
            part -> Files.write(part, content),
            file -> contentOf(file).map(FolderObjectStore::version).equals(expected))
        || get(key).filter(now -> Arrays.equals(now, content)).isPresent();
  }

  /**
   * Written aside and renamed, so that no reader and no crash ever sees half an object. From the
   * last look at the object until it is replaced nobody else writes.
   */
  private boolean write(String key, Filling filling, Condition condition) {
    Path file = file(key);
    try {
      Files.createDirectories(parts);
      Path part = Files.createTempFile(parts, "", ".part");
      try {
        filling.fill(part);
        return lock.hold(() -> condition.allows(file) && publish(part, file));
      } finally {
        Files.deleteIfExists(part);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean publish(Path part, Path file) throws IOException {
    Files.createDirectories(file.getParent());
    Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    return true;
  }

  @Override
  public Optional<byte[]> get(String key) {
    try {
      return contentOf(file(key));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Optional<byte[]> contentOf(Path file) throws IOException {
    try {
      return Optional.of(Files.readAllBytes(file));
    } catch (NoSuchFileException _) {
      return Optional.empty();
    }
  }

  @Override
  public Optional<Versioned> read(String key) {
    return get(key).map(content -> new Versioned(content, version(content)));
  }

  /** Reads it: two writes within one tick of the file system's clock leave equal attributes. */
  @Override
  public Look look(String key, String seen) {
    Optional<Versioned> now = read(key);
    if (now.isEmpty()) {
      return new Look.Absent();
    }
    return now.get().version().equals(seen) ? new Look.Unchanged() : new Look.Changed(now.get());
  }

  private static String version(byte[] content) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has SHA-256", e);
    }
  }

  @Override
  public boolean download(String key, Path file) {
    try {
      Optional<InputStream> object = open(file(key));
      if (object.isPresent()) {
        copy(object.get(), file);
      }
      return object.isPresent();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Optional<InputStream> open(Path file) throws IOException {
    try {
      return Optional.of(Files.newInputStream(file));
    } catch (NoSuchFileException _) {
      return Optional.empty();
    }
  }

  private static void copy(InputStream object, Path file) throws IOException {
    try (object) {
      Files.copy(object, file);
    } catch (FileAlreadyExistsException e) {
      throw e;
    } catch (IOException e) {
      Files.deleteIfExists(file);
      throw e;
    }
  }

  @Override
  public void delete(Collection<String> keys) {
    List<Path> files = keys.stream().map(this::file).toList();
    try {
      for (Path file : files) {
        var _ = lock.hold(() -> Files.deleteIfExists(file) && deleteEmptied(file));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Folders are made and deleted by who has the lock, so none vanishes under a write. */
  private boolean deleteEmptied(Path file) throws IOException {
    Path names = folder.relativize(file);
    try {
      for (int depth = names.getNameCount() - 1; depth > 0; depth--) {
        Files.delete(folder.resolve(names.subpath(0, depth)));
      }
    } catch (DirectoryNotEmptyException _) {
      // Something else lies there.
    }
    return true;
  }

  @Override
  public List<Listed> list(String prefix, Optional<String> after, int limit) {
    Path start = folder.resolve(ObjectKey.checkedPrefix(prefix));
    var listing = new FolderListing(after.map(ObjectKey::checked).orElse(""), limit);
    try {
      listing.visit(start, prefix);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return listing.found();
  }

  private Path file(String key) {
    return folder.resolve(ObjectKey.checked(key));
  }
}

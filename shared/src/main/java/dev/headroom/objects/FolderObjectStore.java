package dev.headroom.objects;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/** Objects as files of a folder. */
public final class FolderObjectStore implements ObjectStore {
  private final Path folder;

  public FolderObjectStore(Path folder) {
    this.folder = folder;
  }

  @Override
  public void put(String key, byte[] content) {
    Path file = folder.resolve(ObjectKey.checked(key));
    try {
      Files.createDirectories(file.getParent());
      // Written aside and renamed, so that no reader and no crash ever sees half an object.
      Path aside = Files.createTempFile(file.getParent(), ".", ".part");
      Files.write(aside, content);
      Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public Optional<byte[]> get(String key) {
    try {
      return Optional.of(Files.readAllBytes(folder.resolve(ObjectKey.checked(key))));
    } catch (NoSuchFileException _) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

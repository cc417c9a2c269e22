package dev.headroom.objects;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class FolderObjectStoreTest extends ObjectStoreContract {
  @TempDir private static Path folder;

  @Override
  ObjectStore store() {
    return new FolderObjectStore(folder);
  }
}

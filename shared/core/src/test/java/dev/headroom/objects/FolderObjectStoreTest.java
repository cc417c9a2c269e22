package dev.headroom.objects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderObjectStoreTest extends ObjectStoreContract {
  @TempDir private static Path folder;

  @Override
  ObjectStore store() {
    return new FolderObjectStore(folder);
  }

  @Test
  void what_a_killed_process_left_is_in_nobodys_way() throws IOException {
    store().put("left/a", bytes("a"));
    Files.writeString(folder.resolve(".parts/1.part"), "half an obj");
    Files.writeString(folder.resolve("left/.1.part"), "half an obj");
    Files.createDirectories(folder.resolve("left/empty/folder"));
    Files.writeString(folder.resolve(".lock"), "whatever");

    assertThat(keys("left/", Optional.empty(), 10)).containsExactly("left/a");
    assertThat(store().putIf("left/empty/folder/b", bytes("b"), Optional.empty())).isTrue();
    store().delete(List.of("left/a"));
    assertThat(keys("left/", Optional.empty(), 10)).containsExactly("left/empty/folder/b");
  }

  @Test
  void a_store_writes_nothing_aside_that_stays() throws IOException {
    store().put("aside/a", bytes("a"));
    assertThat(store().putIf("aside/a", bytes("b"), Optional.empty())).isFalse();
    assertThatThrownBy(() -> store().upload("aside/a", files.resolve("no-such-file")))
        .isInstanceOf(UncheckedIOException.class);

    try (var parts = Files.list(folder.resolve(".parts"))) {
      assertThat(parts.filter(part -> !part.endsWith("1.part"))).isEmpty();
    }
  }

  @Test
  void emptied_folders_go_and_the_others_stay() {
    store().put("emptied/a/b/c", bytes("c"));
    store().put("emptied/d", bytes("d"));

    store().delete(List.of("emptied/a/b/c"));

    assertThat(folder.resolve("emptied/a")).doesNotExist();
    assertThat(store().get("emptied/d")).hasValue(bytes("d"));

    store().delete(List.of("emptied/d"));

    assertThat(folder.resolve("emptied")).doesNotExist();
    assertThat(folder).exists();
  }

  @Test
  void a_store_needs_no_folder_before_its_first_write(@TempDir Path parent) {
    var store = new FolderObjectStore(parent.resolve("not/yet"));

    assertThat(store.list("a/", Optional.empty(), 10)).isEmpty();
    assertThat(store.read("a/b")).isEmpty();
    store.delete(List.of("a/b"));
    assertThat(store.putIf("a/b", bytes("b"), Optional.empty())).isTrue();
  }

  @Test
  void a_download_that_fails_leaves_no_file() throws IOException {
    // A folder can be opened like a file, but reading it fails.
    Files.createDirectories(folder.resolve("unreadable"));
    Path file = files.resolve("failed");

    assertThatThrownBy(() -> store().download("unreadable", file))
        .isInstanceOf(UncheckedIOException.class);
    assertThat(file).doesNotExist();
  }
}

package dev.headroom.cleanup.builtin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.headroom.cleanup.targets.CleanupTarget.Erasable;
import dev.headroom.cleanup.targets.CleanupTarget.Overdue;
import dev.headroom.cleanup.targets.CleanupTarget.Scope;
import dev.headroom.digest.Sha256;
import dev.headroom.index.snapshots.Snapshot;
import dev.headroom.index.snapshots.Snapshot.StoredFile;
import dev.headroom.json.Json;
import dev.headroom.objects.FolderObjectStore;
import dev.headroom.objects.ObjectStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which files are found, the index's own tests say. */
class SearchIndexTargetTest {
  private static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");
  private static final Scope SCOPE = new Scope("tenant", NOW, NOW);
  private static final String FOLDER =
      "search/%s/".formatted(Sha256.hex("tenant").substring(0, 32));

  @TempDir private Path folder;
  private ObjectStore objects;
  private SearchIndexTarget target;

  @BeforeEach
  void open() throws IOException {
    objects = new FolderObjectStore(folder);
    target = new SearchIndexTarget(objects, 1);
    put(FOLDER + "0of1/pointer.json", pointer(), Duration.ofDays(2));
    put(FOLDER + "0of1/epoch/one/_0.cfs", new byte[10], Duration.ofDays(3));
  }

  private static byte[] pointer() throws JsonProcessingException {
    var files = Map.of("_0.cfs", new StoredFile("one", 10, 0));
    return Json.STORED.writeValueAsBytes(
        new Snapshot(1, 7, "epoch", "one", 1, files, NOW, NOW, null));
  }

  private void put(String key, byte[] content, Duration ago) throws IOException {
    objects.put(key, content);
    Files.setLastModifiedTime(folder.resolve(key), FileTime.from(NOW.minus(ago)));
  }

  private static Overdue file(String key, long bytes) {
    return Overdue.object(new Erasable(key, bytes));
  }

  @Test
  void an_index_is_cleaned_up_by_who_has_no_lucene() throws IOException {
    assertThatThrownBy(() -> Class.forName("org.apache.lucene.index.IndexWriter"))
        .isInstanceOf(ClassNotFoundException.class);
    String replaced = FOLDER + "0of1/epoch/zero/_0.cfs";
    put(replaced, new byte[20], Duration.ofDays(4));
    String divided = FOLDER + "1of2/pointer.json";
    put(divided, new byte[30], Duration.ofDays(4));

    var page = target.find(SCOPE, Optional.empty());

    assertThat(page.found()).containsExactly(file(replaced, 20), file(divided, 30));
    assertThat(page.next()).isEmpty();
    List<String> keys = List.of(replaced, divided);
    target.erase(keys);
    target.erase(keys);
    assertThat(objects.list(FOLDER, Optional.empty(), 10)).hasSize(2);
    assertThat(target.find(SCOPE, Optional.empty()).found()).isEmpty();
  }

  @Test
  void a_page_tells_where_the_next_begins() throws IOException {
    List<String> left = IntStream.range(1_000, 1_501).mapToObj(i -> FOLDER + "0of2/" + i).toList();
    for (String key : left) {
      put(key, new byte[1], Duration.ofDays(3));
    }

    var first = target.find(SCOPE, Optional.empty());
    var second = new SearchIndexTarget(objects, 1).find(SCOPE, first.next());

    assertThat(first.found()).hasSize(500);
    assertThat(second.found()).containsExactly(file(left.getLast(), 1));
    assertThat(second.next()).isEmpty();
  }
}

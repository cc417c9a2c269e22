package dev.headroom.objects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headroom.objects.ObjectStore.Listed;
import dev.headroom.objects.ObjectStore.Look;
import dev.headroom.objects.ObjectStore.Versioned;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every object store must hold. */
abstract class ObjectStoreContract {
  /** Where files come from and go to. */
  @TempDir Path files;

  abstract ObjectStore store();

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void what_was_put_is_there() {
    store().put("jobs/a/result.0", bytes("content"));

    assertThat(store().get("jobs/a/result.0")).hasValue(bytes("content"));
  }

  @Test
  void what_was_not_put_is_not_there() {
    assertThat(store().get("jobs/never")).isEmpty();
  }

  @Test
  void the_last_put_counts() {
    store().put("again", bytes("first, and longer"));
    store().put("again", bytes("second"));

    assertThat(store().get("again")).hasValue(bytes("second"));
  }

  @Test
  void an_object_may_be_empty_or_large() {
    byte[] large = new byte[8 * 1024 * 1024];
    Arrays.fill(large, (byte) 7);

    store().put("empty", new byte[0]);
    store().put("large", large);

    assertThat(store().get("empty")).hasValue(new byte[0]);
    assertThat(store().get("large")).hasValue(large);
  }

  @Test
  void a_reader_sees_one_whole_object_while_others_write() throws Exception {
    List<byte[]> contents =
        IntStream.range(0, 8)
            .mapToObj(i -> String.valueOf(i).repeat(100_000))
            .map(ObjectStoreContract::bytes)
            .toList();
    store().put("contended", contents.getFirst());

    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Callable<Boolean>> work =
          contents.stream()
              .<Callable<Boolean>>map(
                  content ->
                      () -> {
                        store().put("contended", content);
                        byte[] read = store().get("contended").orElseThrow();
                        return contents.stream().anyMatch(whole -> Arrays.equals(whole, read));
                      })
              .toList();
      for (var whole : threads.invokeAll(work)) {
        assertThat(whole.get()).isTrue();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/absolute",
        "../outside",
        "a/../b",
        "a//b",
        "a/",
        "a b",
        "ä",
        "a\\b",
        ".",
        ".lock",
        "a/.b"
      })
  void a_key_that_could_lead_elsewhere_is_refused(String key) {
    Path file = files.resolve("never");
    List<ThrowingCallable> calls =
        List.of(
            () -> store().put(key, new byte[0]),
            () -> store().get(key),
            () -> store().read(key),
            () -> store().look(key, "version"),
            () -> store().putIf(key, new byte[0], Optional.empty()),
            () -> store().upload(key, file),
            () -> store().download(key, file),
            () -> store().delete(List.of(key)),
            () -> store().list(key + "/", Optional.empty(), 10),
            () -> store().list("a/", Optional.of(key), 10));

    assertThat(calls)
        .allSatisfy(call -> assertThatThrownBy(call).isInstanceOf(IllegalArgumentException.class));
  }

  @Test
  void a_version_stays_until_the_next_write() {
    store().put("version", bytes("one"));
    Versioned one = store().read("version").orElseThrow();

    assertThat(one.content()).isEqualTo(bytes("one"));
    assertThat(store().read("version").orElseThrow().version()).isEqualTo(one.version());

    store().put("version", bytes("two"));
    Versioned two = store().read("version").orElseThrow();

    assertThat(two.content()).isEqualTo(bytes("two"));
    assertThat(two.version()).isNotEqualTo(one.version());
    assertThat(store().read("version-never")).isEmpty();
  }

  @Test
  void a_look_tells_what_came_since() {
    store().put("look", bytes("one"));
    String one = version("look");

    assertThat(store().look("look", one)).isEqualTo(new Look.Unchanged());

    store().put("look", bytes("two"));

    assertThat(store().look("look", one))
        .isInstanceOfSatisfying(
            Look.Changed.class,
            changed -> {
              assertThat(changed.object().content()).isEqualTo(bytes("two"));
              assertThat(changed.object().version()).isEqualTo(version("look"));
            });

    store().delete(List.of("look"));

    assertThat(store().look("look", one)).isEqualTo(new Look.Absent());
  }

  @Test
  void only_the_first_creates() {
    assertThat(store().putIf("create/it", bytes("first"), Optional.empty())).isTrue();
    assertThat(store().putIf("create/it", bytes("second"), Optional.empty())).isFalse();

    assertThat(store().get("create/it")).hasValue(bytes("first"));
  }

  @Test
  void only_who_saw_the_last_version_replaces_it() {
    store().put("replace", bytes("one"));
    String one = version("replace");

    assertThat(store().putIf("replace", bytes("two"), Optional.of(one))).isTrue();
    assertThat(store().putIf("replace", bytes("too late"), Optional.of(one))).isFalse();
    assertThat(store().get("replace")).hasValue(bytes("two"));
    assertThat(store().putIf("replace", bytes("three"), Optional.of(version("replace")))).isTrue();
    assertThat(store().get("replace")).hasValue(bytes("three"));
  }

  @Test
  void what_was_deleted_is_not_replaced_but_created() {
    store().put("delete-replace", bytes("one"));
    String one = version("delete-replace");
    store().delete(List.of("delete-replace"));

    assertThat(store().putIf("delete-replace", bytes("two"), Optional.of(one))).isFalse();
    assertThat(store().get("delete-replace")).isEmpty();
    assertThat(store().putIf("delete-replace", bytes("two"), Optional.empty())).isTrue();
  }

  @Test
  void every_way_to_write_makes_a_new_version() throws IOException {
    Path file = Files.writeString(files.resolve("new-version"), "uploaded");
    store().put("new-version", bytes("one"));
    String one = version("new-version");

    store().upload("new-version", file);
    String uploaded = version("new-version");

    assertThat(store().putIf("new-version", bytes("two"), Optional.of(one))).isFalse();
    assertThat(store().putIf("new-version", bytes("two"), Optional.of(uploaded))).isTrue();
    assertThat(store().putIf("new-version", bytes("three"), Optional.of(uploaded))).isFalse();
  }

  @Test
  void who_finds_its_own_content_has_won() {
    store().put("own", bytes("one"));
    String one = version("own");
    assertThat(store().putIf("own", bytes("two"), Optional.of(one))).isTrue();

    assertThat(store().putIf("own", bytes("two"), Optional.of(one))).isTrue();
    assertThat(store().putIf("own", bytes("two"), Optional.empty())).isTrue();
  }

  @Test
  void a_file_goes_there_and_back() throws IOException {
    byte[] content = new byte[8 * 1024 * 1024 + 1];
    new Random(1).nextBytes(content);
    Path file = Files.write(files.resolve("there"), content);
    Path back = files.resolve("back");

    store().put("file", bytes("replaced"));
    store().upload("file", file);

    assertThat(store().get("file")).hasValue(content);
    assertThat(store().download("file", back)).isTrue();
    assertThat(back).hasBinaryContent(content);
  }

  @Test
  void a_file_that_is_not_there_replaces_nothing() {
    store().put("kept", bytes("content"));

    assertThatThrownBy(() -> store().upload("kept", files.resolve("no-such-file")))
        .isInstanceOf(RuntimeException.class);
    assertThat(store().get("kept")).hasValue(bytes("content"));
  }

  @Test
  void what_is_not_there_comes_as_no_file() {
    Path file = files.resolve("absent");

    assertThat(store().download("absent", file)).isFalse();
    assertThat(file).doesNotExist();
  }

  @Test
  void no_file_is_replaced_by_a_download() throws IOException {
    Path file = Files.writeString(files.resolve("mine"), "mine");
    store().put("yours", bytes("yours"));

    assertThatThrownBy(() -> store().download("yours", file))
        .isInstanceOf(UncheckedIOException.class);
    assertThat(file).hasContent("mine");
  }

  @Test
  void a_download_that_finds_no_folder_fails() {
    store().put("astray", bytes("content"));

    assertThatThrownBy(() -> store().download("astray", files.resolve("no/such/folder")))
        .isInstanceOf(RuntimeException.class);
  }

  @Test
  void the_deleted_are_gone_and_the_others_stay() {
    for (String key : List.of("delete/a", "delete/b", "delete/c/d")) {
      store().put(key, bytes(key));
    }

    store().delete(List.of("delete/a", "delete/never", "delete/c/d"));
    store().delete(List.of("delete/a"));
    store().delete(List.of());

    assertThat(keys("delete/", Optional.empty(), 10)).containsExactly("delete/b");
    assertThat(store().get("delete/a")).isEmpty();
    store().put("delete/c/d", bytes("again"));
    assertThat(store().get("delete/c/d")).hasValue(bytes("again"));
  }

  @Test
  void a_listing_is_in_the_order_of_the_keys_from_wherever_it_goes_on() {
    List<String> all =
        List.of(
            "list/a-b",
            "list/a.b",
            "list/a/b",
            "list/a/c/d",
            "list/a/e",
            "list/a0",
            "list/aB",
            "list/b",
            "list/b_",
            "list/ba/a");
    all.reversed().forEach(key -> store().put(key, bytes(key)));
    store().put("list-not", bytes("beside"));
    store().put("lis/t", bytes("beside"));

    assertThat(keys("list/", Optional.empty(), 100)).isEqualTo(all);
    assertThat(keys("list/", Optional.of("a"), 100)).isEqualTo(all);
    assertThat(keys("list/", Optional.of("z"), 100)).isEmpty();
    assertThat(keys("list/", Optional.of("list/a/b0"), 2))
        .containsExactly("list/a/c/d", "list/a/e");
    assertThat(keys("list/a/", Optional.empty(), 100))
        .containsExactly("list/a/b", "list/a/c/d", "list/a/e");
    assertThat(keys("list/never/", Optional.empty(), 100)).isEmpty();
    for (int from = 0; from < all.size(); from++) {
      assertThat(keys("list/", Optional.of(all.get(from)), 3))
          .isEqualTo(all.subList(from + 1, Math.min(from + 4, all.size())));
    }
  }

  @Test
  void a_listing_tells_size_and_time() {
    Instant before = Instant.now().minusSeconds(2);
    store().put("listed/a", bytes("content"));

    Listed listed = store().list("listed/", Optional.empty(), 10).getFirst();

    assertThat(listed.key()).isEqualTo("listed/a");
    assertThat(listed.bytes()).isEqualTo(7);
    assertThat(listed.modifiedAt()).isBetween(before, Instant.now().plusSeconds(2));
  }

  @Test
  void a_prefix_ends_in_a_slash() {
    assertThatThrownBy(() -> store().list("jobs", Optional.empty(), 10))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private String version(String key) {
    return store().read(key).orElseThrow().version();
  }

  List<String> keys(String prefix, Optional<String> after, int limit) {
    return store().list(prefix, after, limit).stream().map(Listed::key).toList();
  }
}

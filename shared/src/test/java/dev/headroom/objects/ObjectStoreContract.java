package dev.headroom.objects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every object store must hold. */
abstract class ObjectStoreContract {
  abstract ObjectStore store();

  private static byte[] bytes(String text) {
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
      strings = {"", "/absolute", "../outside", "a/../b", "a//b", "a/", "a b", "ä", "a\\b", "."})
  void a_key_that_could_lead_elsewhere_is_refused(String key) {
    assertThatThrownBy(() -> store().put(key, new byte[0]))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> store().get(key)).isInstanceOf(IllegalArgumentException.class);
  }
}

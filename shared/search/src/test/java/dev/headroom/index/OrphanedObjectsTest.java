package dev.headroom.index;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headroom.index.snapshots.Snapshots;
import dev.headroom.index.sweeping.OrphanedObjects;
import dev.headroom.index.sweeping.Sweep;
import dev.headroom.index.writing.PartitionWriter;
import dev.headroom.index.writing.Publisher;
import dev.headroom.index.writing.RebuildMarker;
import dev.headroom.objects.ObjectStore;
import dev.headroom.objects.ObjectStore.Listed;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(WithChunkTable.class)
class OrphanedObjectsTest {
  private static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");
  private static final Duration MILLI = Duration.ofMillis(1);
  private static final Duration GRACE = Sweep.GRACE;
  private static final Duration DAY = OrphanedObjects.ABANDONED;
  private static final Duration OLD = Duration.ofDays(40);

  @TempDir private Path folder;
  private IndexFixture fixture;
  private PartitionWriter writer;

  @BeforeEach
  void open(ChunkTable table) {
    fixture = IndexFixture.of(table, folder);
    writer = fixture.writer();
    fixture.put("a", "one");
    writer.apply(List.of("a"));
  }

  /** What the next snapshot does not need any more. */
  private Collection<String> replace() {
    Collection<String> before = fixture.needed();
    fixture.put("a", "another");
    writer.apply(List.of("a"));
    var gone = new ArrayList<>(before);
    gone.removeAll(fixture.needed());
    assertThat(gone).isNotEmpty();
    return gone;
  }

  private void modified(String key, Duration ago) {
    try {
      Files.setLastModifiedTime(
          folder.resolve("objects").resolve(key), FileTime.from(NOW.minus(ago)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void modified(Collection<String> keys, Duration ago) {
    keys.forEach(key -> modified(key, ago));
  }

  /** All objects of the tenant, whatever partition they are of. */
  private List<String> keys() {
    return fixture
        .objects()
        .list(Partition.folder(fixture.tenant()), Optional.empty(), 100_000)
        .stream()
        .map(Listed::key)
        .toList();
  }

  private String pointer() {
    return fixture.snapshots().pointer();
  }

  private String leave(String name, Duration ago) {
    String key = fixture.partition().prefix() + name;
    fixture.objects().put(key, name.getBytes(StandardCharsets.UTF_8));
    modified(key, ago);
    return key;
  }

  private List<String> found() {
    return found(fixture.objects(), 1, NOW);
  }

  private List<String> found(ObjectStore objects, int partitions, Instant olderThan) {
    var page =
        new OrphanedObjects(objects, partitions)
            .find(fixture.tenant(), olderThan, NOW, Optional.empty(), 1_000);
    assertThat(page.next()).isEmpty();
    return page.found().stream().map(Listed::key).toList();
  }

  @Test
  void what_a_pointer_does_not_reach_is_found_when_it_stayed_as_it_is_for_the_grace_time() {
    Collection<String> gone = replace();
    modified(keys(), OLD);
    modified(pointer(), GRACE.minus(MILLI));
    assertThat(found()).isEmpty();

    modified(pointer(), GRACE);
    assertThat(found()).containsExactlyInAnyOrderElementsOf(gone);

    fixture.objects().delete(found());
    assertThat(keys()).doesNotContainAnyElementsOf(gone);
    assertThat(found()).isEmpty();
    fixture.assertIndexEqualsTable();
  }

  @Test
  void what_is_newer_than_the_pointer_is_found_when_no_writer_can_publish_it_any_more() {
    modified(keys(), OLD);
    String left = leave("epoch/attempt/_9.cfs", DAY.minus(MILLI));
    assertThat(found()).isEmpty();

    modified(left, DAY);
    assertThat(found()).containsExactly(left);
    modified(pointer(), DAY.minus(MILLI));
    modified(left, DAY.minus(MILLI));
    assertThat(found()).as("in the tick of the pointer").isEmpty();
    modified(left, DAY);
    assertThat(found()).as("older than the pointer").containsExactly(left);
  }

  /** It has uploaded, was frozen for longer than the grace time, and goes on: it must be whole. */
  @Test
  void what_a_writer_was_kept_from_publishing_is_not_found() {
    modified(keys(), OLD);
    var frozen = new AtomicBoolean();
    List<String> found = new ArrayList<>();
    IndexFixture slow =
        fixture.through(
            new ObservedObjectStore(
                fixture.objects(),
                (call, _) -> {
                  if (call.equals("putIf") && frozen.compareAndSet(false, true)) {
                    keys().stream()
                        .filter(key -> !fixture.needed().contains(key))
                        .filter(key -> !key.equals(pointer()))
                        .forEach(key -> modified(key, GRACE.multipliedBy(2)));
                    found.addAll(found());
                    fixture.objects().delete(found);
                  }
                }));
    fixture.put("b", "one");

    slow.writer().apply(List.of("b"));

    assertThat(frozen).isTrue();
    assertThat(found).isEmpty();
    fixture.assertIndexEqualsTable();
  }

  @Test
  void nothing_younger_than_asked_for_is_found() {
    String left = leave("epoch/attempt/_9.cfs", OLD);
    modified(pointer(), Duration.ofHours(1));

    assertThat(found(fixture.objects(), 1, NOW.minus(OLD))).isEmpty();
    assertThat(found(fixture.objects(), 1, NOW.minus(OLD).plusMillis(1))).containsExactly(left);
  }

  @Test
  void what_is_being_built_is_not_found_nor_what_changed_meanwhile() {
    new RebuildMarker(fixture.snapshots(), fixture.clock()).write("next");
    fixture.put("b", "one");
    writer.apply(List.of("b"));
    String built = leave("next/next/_0.cfs", OLD);
    modified(keys(), OLD);
    modified(pointer(), Duration.ofDays(1));
    assertThat(keys()).anyMatch(key -> key.endsWith("/changes.json"));
    assertThat(found()).isNotEmpty().allMatch(key -> !key.contains("/next/"));
    assertThat(found()).noneMatch(key -> key.endsWith("/changes.json"));

    fixture.clock().advance(Publisher.LONGEST_REBUILD);
    replace();
    modified(keys(), OLD);
    modified(pointer(), Duration.ofDays(1));
    assertThat(found()).contains(built).anyMatch(key -> key.endsWith("/changes.json"));
  }

  @Test
  void of_an_index_whose_pointer_cannot_be_read_nothing_is_found() {
    replace();
    modified(keys(), OLD);
    modified(pointer(), Duration.ofDays(30));
    assertThat(found()).isNotEmpty();

    fixture.objects().put(pointer(), "{\"schema\": 1}".getBytes(StandardCharsets.UTF_8));
    modified(pointer(), Duration.ofDays(30));
    assertThat(found()).isEmpty();
    fixture.objects().put(pointer(), "{\"schema\": 999}".getBytes(StandardCharsets.UTF_8));
    modified(pointer(), Duration.ofDays(30));
    assertThat(found()).isEmpty();
  }

  @Test
  void one_unreadable_index_does_not_keep_others_from_being_found() {
    divide(2);
    List<Partition> both = Partition.all(fixture.tenant(), 2);
    List<String> left = both.stream().map(partition -> partition.prefix() + "e/a/_0.si").toList();
    left.forEach(key -> fixture.objects().put(key, new byte[1]));
    modified(keys(), OLD);
    both.forEach(
        one -> modified(new Snapshots(fixture.objects(), one).pointer(), Duration.ofHours(1)));
    assertThat(found(fixture.objects(), 2, NOW)).containsAll(left);

    fixture
        .objects()
        .put(new Snapshots(fixture.objects(), both.getFirst()).pointer(), new byte[] {'{'});

    assertThat(found(fixture.objects(), 2, NOW))
        .contains(left.getLast())
        .doesNotContain(left.getFirst());
  }

  /** An index of this division, whose first build died. */
  @Test
  void without_a_pointer_what_no_writer_can_publish_any_more_is_found() {
    fixture.objects().delete(keys());
    String left = leave("epoch/epoch/_0.cfs", DAY.minus(MILLI));
    assertThat(found()).isEmpty();

    modified(left, DAY);
    assertThat(found()).containsExactly(left);
  }

  private void divide(int partitions) {
    for (Partition partition : Partition.all(fixture.tenant(), partitions)) {
      fixture.writers().of(partition).apply(List.of());
    }
  }

  @Test
  void another_division_is_found_whole_when_all_of_it_is_older_than_a_day() {
    List<String> own = keys();
    divide(16);
    List<String> sixteen = keys().stream().filter(key -> !own.contains(key)).toList();
    divide(2);
    List<String> two =
        keys().stream().filter(key -> !own.contains(key) && !sixteen.contains(key)).toList();
    modified(keys(), DAY.plus(MILLI));
    assertThat(found())
        .containsExactlyInAnyOrderElementsOf(
            Stream.of(sixteen, two).flatMap(List::stream).toList());

    modified(sixteen.getLast(), DAY);
    assertThat(found()).containsExactlyInAnyOrderElementsOf(two);
    assertThat(found(fixture.objects(), 1, NOW.minus(DAY)))
        .containsExactlyInAnyOrderElementsOf(two);
    assertThat(found(fixture.objects(), 1, NOW.minus(DAY).minusMillis(1))).isEmpty();

    fixture.objects().delete(two);
    fixture.assertIndexEqualsTable();
  }

  @Test
  void another_division_stays_while_the_present_one_is_not_whole() {
    divide(2);
    List<String> own = keys().stream().filter(key -> !key.contains("of2/")).toList();
    modified(keys(), DAY.plus(MILLI));
    assertThat(found()).isNotEmpty();

    fixture.objects().delete(own);
    assertThat(found()).isEmpty();
  }

  @Test
  void what_is_found_comes_in_pages_in_the_order_of_the_keys() {
    divide(2);
    List<String> left =
        IntStream.range(0, 1_203).mapToObj(i -> leave("epoch/a/" + i, OLD)).toList();
    modified(keys(), OLD);
    modified(pointer(), GRACE);
    List<String> all = found(100);

    assertThat(all).containsAll(left).isSorted().doesNotHaveDuplicates();
    assertThat(all.stream().filter(key -> key.contains("of2/"))).hasSizeGreaterThan(3);
    assertThat(all).doesNotContainAnyElementsOf(fixture.needed());
    for (int limit : List.of(all.size() - 1, all.size(), all.size() + 1)) {
      assertThat(found(limit)).isEqualTo(all);
    }
  }

  /** As they are cleaned up: a page is gone when the next is asked for, of another process. */
  @Test
  void pages_go_on_while_what_was_found_goes() {
    divide(4);
    IntStream.range(0, 150).forEach(i -> leave("epoch/a/" + i, OLD));
    modified(keys(), OLD);
    modified(pointer(), GRACE);
    List<String> all = found();
    List<String> gone = new ArrayList<>();
    Optional<String> next = Optional.empty();
    do {
      var page =
          new OrphanedObjects(fixture.objects(), 1).find(fixture.tenant(), NOW, NOW, next, 40);
      List<String> keys = page.found().stream().map(Listed::key).toList();
      fixture.objects().delete(keys);
      gone.addAll(keys);
      next = page.next();
    } while (next.isPresent());

    assertThat(gone).isEqualTo(all);
    assertThat(found()).isEmpty();
    fixture.assertIndexEqualsTable();
  }

  private List<String> found(int limit) {
    List<String> all = new ArrayList<>();
    Optional<String> next = Optional.empty();
    do {
      var page =
          new OrphanedObjects(fixture.objects(), 1).find(fixture.tenant(), NOW, NOW, next, limit);
      assertThat(page.found()).hasSizeLessThanOrEqualTo(limit);
      page.found().forEach(file -> all.add(file.key()));
      next = page.next();
    } while (next.isPresent());
    return all;
  }

  /** As old as they look, the files of the new snapshot are none of the pointer that was read. */
  @Test
  void when_the_pointer_changes_meanwhile_nothing_is_found() {
    replace();
    modified(keys(), OLD);
    modified(pointer(), GRACE);
    assertThat(found()).isNotEmpty();
    for (String moment : List.of("read", "list")) {
      var once = new AtomicBoolean();
      var watched =
          new ObservedObjectStore(
              fixture.objects(),
              new ObservedObjectStore.Listener() {
                @Override
                public void before(String call, Collection<String> keys) {}

                @Override
                public void after(String call, Collection<String> keys) {
                  if (call.equals(moment) && once.compareAndSet(false, true)) {
                    replace();
                    modified(keys(), OLD);
                    modified(pointer(), GRACE);
                  }
                }
              });

      assertThat(found(watched, 1, NOW)).as(moment).isEmpty();
      assertThat(once).isTrue();
    }
  }

  @Test
  void what_another_tenant_left_and_what_is_no_index_is_not_found(ChunkTable table) {
    IndexFixture neighbour = IndexFixture.of(table, folder);
    neighbour.put("a", "one");
    neighbour.writer().apply(List.of("a"));
    String tenants = Partition.folder(fixture.tenant());
    List<String> others =
        List.of(
            neighbour.partition().prefix() + "epoch/a/_0.cfs",
            tenants + "notes/_0.cfs",
            tenants + "3of5/_0.cfs",
            tenants + "4of4/_0.cfs",
            tenants + "0of0/_0.cfs");
    others.forEach(key -> fixture.objects().put(key, new byte[1]));
    modified(keys(), OLD);
    modified(neighbour.keys(), OLD);

    assertThat(found()).isEmpty();
  }
}

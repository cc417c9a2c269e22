package dev.headroom.cleanup.builtin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headroom.cleanup.targets.CleanupTarget.Erasable;
import dev.headroom.jobs.JobFolder;
import dev.headroom.objects.FolderObjectStore;
import dev.headroom.objects.ObjectStore;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against a list of each folder by itself. */
class StoredObjectsTest {
  private static final String TENANT = "a tenant";
  private static final String OWNER =
      JobFolder.prefixOf(TENANT).replace("jobs/", "").replace("/", "");
  private static final Instant DAY = Instant.parse("2026-10-01T00:00:00Z");

  @TempDir private Path place;
  private final AtomicInteger lists = new AtomicInteger();

  private ObjectStore store() {
    return new FolderObjectStore(place);
  }

  private ObjectStore counted() {
    ObjectStore store = store();
    return (ObjectStore)
        Proxy.newProxyInstance(
            ObjectStore.class.getClassLoader(),
            new Class<?>[] {ObjectStore.class},
            (_, method, arguments) -> {
              if (method.getName().equals("list")) {
                lists.incrementAndGet();
              }
              try {
                return method.invoke(store, arguments);
              } catch (InvocationTargetException e) {
                throw e.getTargetException();
              }
            });
  }

  private static JobFolder folder(int number, Instant createdAt) {
    String id = String.format(Locale.ROOT, "job_%032x", number);
    return new JobFolder(OWNER, id, createdAt);
  }

  /** As many of a day, each with so many objects. */
  private List<JobFolder> folders(int count, int objects) {
    List<JobFolder> folders = new ArrayList<>();
    for (int number = 0; number < count; number++) {
      JobFolder folder = folder(number, DAY.plusSeconds(count - number));
      for (int object = 0; object < objects; object++) {
        store().put(folder.key("object-" + object), new byte[object]);
      }
      folders.add(folder);
    }
    return folders;
  }

  private Map<String, List<Erasable>> oneByOne(Collection<JobFolder> folders) {
    Map<String, List<Erasable>> all = new HashMap<>();
    for (JobFolder folder : folders) {
      List<Erasable> there =
          store().list(folder.prefix(), Optional.empty(), 10_000).stream()
              .map(object -> new Erasable(object.key(), object.bytes()))
              .toList();
      if (!there.isEmpty()) {
        all.put(folder.prefix(), there);
      }
    }
    return all;
  }

  @RepeatedTest(12)
  void finds_just_what_lies_in_each_folder(RepetitionInfo repetition) {
    var random = new Random(repetition.getCurrentRepetition());
    int most = 1 + random.nextInt(6);
    List<JobFolder> wanted = new ArrayList<>();
    for (int number = 0; number < 80; number++) {
      JobFolder folder = folder(random.nextInt(), DAY.plus(Duration.ofHours(random.nextInt(48))));
      for (int object = random.nextInt(most); object > 0; object--) {
        store().put(folder.key(object + "/part"), new byte[object]);
      }
      if (random.nextInt(4) > 0) {
        wanted.add(folder);
      }
    }
    store().put(JobFolder.prefixOf(TENANT) + "2026-10-01/of-nobody", new byte[1]);
    int listed = 1 + random.nextInt(60);

    assertThat(StoredObjects.of(TENANT, wanted, store(), listed)).isEqualTo(oneByOne(wanted));
  }

  @Test
  void a_page_of_jobs_of_a_small_day_takes_one_list() {
    List<JobFolder> folders = folders(99, 3);

    assertThat(StoredObjects.of(TENANT, folders, counted())).isEqualTo(oneByOne(folders));
    assertThat(lists).hasValue(1);
  }

  @Test
  void of_a_full_day_each_is_listed_by_itself_after_one_list_told_of_few() {
    List<JobFolder> day = folders(200, 1);
    List<JobFolder> wanted = day.stream().filter(folder -> day.indexOf(folder) % 10 == 0).toList();

    assertThat(StoredObjects.of(TENANT, wanted, counted(), 50)).isEqualTo(oneByOne(wanted));
    assertThat(lists.get()).isLessThanOrEqualTo(1 + wanted.size());
  }

  @Test
  void a_folder_that_one_list_does_not_hold_is_listed_to_its_end() {
    List<JobFolder> folders = folders(StoredObjects.AT_ONCE, 7);

    assertThat(StoredObjects.of(TENANT, folders, store(), 3)).isEqualTo(oneByOne(folders));
  }

  @Test
  void nothing_is_listed_when_nothing_is_wanted() {
    assertThat(StoredObjects.of(TENANT, List.of(), counted())).isEmpty();
    assertThat(lists).hasValue(0);
  }
}

package dev.headroom.cleanup.builtin;

import dev.headroom.aws.InParallel;
import dev.headroom.cleanup.targets.CleanupTarget.Erasable;
import dev.headroom.jobs.JobFolder;
import dev.headroom.objects.ObjectStore;
import dev.headroom.objects.ObjectStore.Listed;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;

/**
 * Lists the objects of several jobs of a tenant in few requests. Folders of jobs of one day are
 * neighbours, so that one list covers many of them, unless they are few among very many.
 */
final class StoredObjects {
  /**
   * A list that covers fewer folders is the last of its day: the other folders are listed each by
   * itself, so many at once, which takes no longer than one list after another.
   */
  static final int AT_ONCE = 16;

  /** How many objects S3 lists in one answer. */
  private static final int LISTED = 1_000;

  private final ObjectStore objects;
  private final int listed;
  private final Map<String, List<Erasable>> found = new HashMap<>();

  private StoredObjects(ObjectStore objects, int listed) {
    this.objects = objects;
    this.listed = listed;
  }

  /**
   * Lists the objects in the folders of jobs.
   *
   * @return the objects by {@link JobFolder#prefix}, without folders that are empty
   */
  static Map<String, List<Erasable>> of(
      String tenant, Collection<JobFolder> folders, ObjectStore objects) {
    return of(tenant, folders, objects, LISTED);
  }

  static Map<String, List<Erasable>> of(
      String tenant, Collection<JobFolder> folders, ObjectStore objects, int listed) {
    var stored = new StoredObjects(objects, listed);
    Map<LocalDate, NavigableSet<String>> days = new TreeMap<>();
    for (JobFolder folder : folders) {
      days.computeIfAbsent(folder.day(), _ -> new TreeSet<>()).add(folder.prefix());
    }
    days.forEach((day, left) -> stored.walk(JobFolder.prefixOf(tenant, day), left));
    stored.listEach(days.values().stream().flatMap(Collection::stream).toList());
    return stored.found;
  }

  /**
   * Lists a day from the first folder that is left, while a list covers many of the folders.
   *
   * @param left folders of the day; those that were covered are removed from it
   */
  private void walk(String day, NavigableSet<String> left) {
    int covered = AT_ONCE;
    while (covered >= AT_ONCE && left.size() >= AT_ONCE) {
      String first = left.getFirst();
      String justBefore = first.substring(0, first.length() - 1); // keys do not end in a slash
      List<Listed> page = objects.list(day, Optional.of(justBefore), listed);
      NavigableSet<String> whole =
          page.size() < listed ? left : left.headSet(folder(page.getLast()), false);
      page.stream().filter(object -> whole.contains(folder(object))).forEach(this::add);
      covered = whole.size();
      whole.clear();
    }
  }

  private void listEach(List<String> folders) {
    List<Callable<List<Listed>>> lists =
        folders.stream().<Callable<List<Listed>>>map(folder -> () -> all(folder)).toList();
    InParallel.all(lists, AT_ONCE).forEach(all -> all.forEach(this::add));
  }

  private List<Listed> all(String folder) {
    List<Listed> all = new ArrayList<>();
    Optional<String> after = Optional.empty();
    List<Listed> page;
    do {
      page = objects.list(folder, after, listed);
      all.addAll(page);
      after = page.isEmpty() ? after : Optional.of(page.getLast().key());
    } while (page.size() == listed);
    return all;
  }

  private void add(Listed object) {
    found
        .computeIfAbsent(folder(object), _ -> new ArrayList<>())
        .add(new Erasable(object.key(), object.bytes()));
  }

  /** Returns the folder of an object; its own key when it is not in a folder of a job. */
  private static String folder(Listed object) {
    return JobFolder.read(object.key()).map(JobFolder::prefix).orElse(object.key());
  }
}

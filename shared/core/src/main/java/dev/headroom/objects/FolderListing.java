package dev.headroom.objects;

import dev.headroom.objects.ObjectStore.Listed;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Walks folders in the order of the keys that their files have. It enters no folder whose keys all
 * come before the wanted ones, and stops when it has enough. What vanishes on the way is left out.
 */
final class FolderListing {
  private final String after;
  private final int limit;
  private final List<Listed> found = new ArrayList<>();

  /**
   * @param after only greater keys are found; empty for all
   */
  FolderListing(String after, int limit) {
    this.after = after;
    this.limit = limit;
  }

  List<Listed> found() {
    return found;
  }

  /**
   * Adds what lies in a folder.
   *
   * @param prefix what its keys begin with
   */
  void visit(Path folder, String prefix) throws IOException {
    for (String name : names(folder)) {
      if (found.size() >= limit) {
        return;
      }
      String key = prefix + name;
      boolean later = key.compareTo(after) > 0;
      if (name.endsWith("/")) {
        if (later || after.startsWith(key)) {
          visit(folder.resolve(name), key);
        }
      } else if (later) {
        add(folder.resolve(name), key);
      }
    }
  }

  /** A folder's name has its slash, as in the keys: {@code a-b} comes before {@code a/}. */
  private static SortedSet<String> names(Path folder) throws IOException {
    SortedSet<String> names = new TreeSet<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
      for (Path file : files) {
        String name = file.getFileName().toString();
        if (ObjectKey.isPart(name)) {
          names.add(Files.isDirectory(file) ? name + "/" : name);
        }
      }
    } catch (NoSuchFileException _) {
      return names;
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    return names;
  }

  private void add(Path file, String key) throws IOException {
    try {
      var attributes = Files.readAttributes(file, BasicFileAttributes.class);
      found.add(new Listed(key, attributes.size(), attributes.lastModifiedTime().toInstant()));
    } catch (NoSuchFileException _) {
      // It was deleted since its name was read.
    }
  }
}

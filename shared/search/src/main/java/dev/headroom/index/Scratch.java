package dev.headroom.index;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A temporary folder for copies of objects of the object store, created when it is first needed.
 * Its name has the process id, so that a later process removes the folder of a killed one.
 */
public final class Scratch {
  private static final Logger LOG = LoggerFactory.getLogger(Scratch.class);
  private static final Pattern NAME = Pattern.compile("headroom-index-(\\d+)-.*");

  private final Path parent;
  private @Nullable Path folder;

  /**
   * @param parent the folder for temporary files
   */
  public Scratch(Path parent) {
    this.parent = parent;
  }

  /** Returns one in Java's folder for temporary files, which is {@code /tmp} on Lambda. */
  public static Scratch temporary() {
    return new Scratch(Path.of(System.getProperty("java.io.tmpdir")));
  }

  /** Returns the path of a folder of this name within it, which need not exist. */
  public synchronized Path resolve(String name) {
    Path here = folder;
    if (here == null) {
      here = create();
      folder = here;
    }
    return here.resolve(name);
  }

  private Path create() {
    try {
      removeFoldersOfKilledProcesses();
      long self = ProcessHandle.current().pid();
      Path made = Files.createTempDirectory(parent, "headroom-index-" + self + "-");
      Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(made)));
      return made;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Deletes a file, or a folder with everything in it, if it exists. */
  public static void delete(Path path) {
    if (!Files.exists(path)) {
      return;
    }
    try (Stream<Path> all = Files.walk(path)) {
      List<Path> deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
      for (Path each : deepestFirst) {
        Files.deleteIfExists(each);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void tryToDelete(Path folder) {
    try {
      delete(folder);
    } catch (UncheckedIOException e) {
      LOG.debug(
          "A folder of a killed process was not removed; another process removes it, or owns it",
          e);
    }
  }

  private void removeFoldersOfKilledProcesses() throws IOException {
    try (Stream<Path> siblings = Files.list(parent)) {
      for (Path sibling : siblings.toList()) {
        Matcher name = NAME.matcher(String.valueOf(sibling.getFileName()));
        if (name.matches() && ProcessHandle.of(Long.parseLong(name.group(1))).isEmpty()) {
          tryToDelete(sibling);
        }
      }
    }
  }
}

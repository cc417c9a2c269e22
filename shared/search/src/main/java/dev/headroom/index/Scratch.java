package dev.headroom.index;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A folder for copies of what lies in the object store, made when it is first needed. Its name
 * tells the process, so that the next one removes what a killed one has left.
 */
public final class Scratch {
  private static final Logger LOG = LoggerFactory.getLogger(Scratch.class);
  private static final Pattern NAME = Pattern.compile("headroom-index-(\\d+)-.*");

  private final Path parent;
  private @Nullable Path folder;

  /**
   * @param parent where temporary files belong
   */
  public Scratch(Path parent) {
    this.parent = parent;
  }

  /** In the folder that Java has for temporary files: {@code /tmp} on Lambda. */
  public static Scratch temporary() {
    return new Scratch(Path.of(System.getProperty("java.io.tmpdir")));
  }

  /** A folder of this name within; it need not exist. */
  synchronized Path resolve(String name) {
    Path here = folder;
    if (here == null) {
      here = create();
      folder = here;
    }
    return here.resolve(name);
  }

  private Path create() {
    try {
      removeLeftovers();
      long self = ProcessHandle.current().pid();
      Path made = Files.createTempDirectory(parent, "headroom-index-" + self + "-");
      Runtime.getRuntime().addShutdownHook(new Thread(() -> Folders.delete(made)));
      return made;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void removeLeftover(Path folder) {
    try {
      Folders.delete(folder);
    } catch (UncheckedIOException e) {
      LOG.debug("Another process removes it, or may do so", e);
    }
  }

  private void removeLeftovers() throws IOException {
    try (Stream<Path> siblings = Files.list(parent)) {
      for (Path sibling : siblings.toList()) {
        Matcher name = NAME.matcher(String.valueOf(sibling.getFileName()));
        if (name.matches() && ProcessHandle.of(Long.parseLong(name.group(1))).isEmpty()) {
          removeLeftover(sibling);
        }
      }
    }
  }
}

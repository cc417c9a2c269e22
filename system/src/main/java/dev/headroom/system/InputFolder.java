package dev.headroom.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jsoup.Jsoup;

/**
 * The text, Markdown and HTML files of a folder, as documents.
 *
 * @param skipped files that are no text
 */
record InputFolder(Path folder, List<Document> documents, int skipped) {
  /**
   * One document of the extraction job.
   *
   * @param id the file's path below the folder
   */
  record Document(String id, String title, String text) {}

  /** There is nothing to read; the message says what to do. */
  static final class Unreadable extends RuntimeException {
    private static final long serialVersionUID = 1;

    Unreadable(String message) {
      super(message);
    }
  }

  private static final Set<String> TEXT = Set.of("txt", "md", "markdown", "html", "htm", "");
  private static final int MAX_NAME = 200;
  private static final int MAX_FILES = 5_000;
  private static final long MAX_FILE_BYTES = 32L * 1024 * 1024;

  /** The schema's bound on one document. */
  private static final int MAX_CHARACTERS = 2_000_000;

  static InputFolder read(Path folder) {
    if (!Files.isDirectory(folder)) {
      throw new Unreadable(
          "there is no folder %s; name one with text files by -Dinput=FOLDER.".formatted(folder));
    }
    List<Document> documents = new ArrayList<>();
    int skipped = 0;
    for (Path file : files(folder)) {
      Optional<String> text = text(file).filter(some -> !some.isBlank());
      if (text.isEmpty()) {
        skipped++;
      } else {
        addParts(documents, folder.relativize(file).toString(), text.get());
      }
    }
    if (documents.isEmpty()) {
      throw new Unreadable(
          "%s holds no text, Markdown or HTML file; name another by -Dinput=FOLDER."
              .formatted(folder));
    }
    return new InputFolder(folder, List.copyOf(documents), skipped);
  }

  long characters() {
    return documents.stream().mapToLong(document -> document.text().length()).sum();
  }

  /** Each file once, however many links lead to it. */
  private static List<Path> files(Path folder) {
    try (var walk = Files.walk(folder)) {
      Set<Path> targets = new TreeSet<>();
      List<Path> files = new ArrayList<>();
      for (Path file : walk.filter(Files::isRegularFile).sorted().toList()) {
        if (TEXT.contains(extension(file)) && targets.add(file.toRealPath())) {
          files.add(file);
        }
      }
      return files.subList(0, Math.min(files.size(), MAX_FILES));
    } catch (IOException | UncheckedIOException e) {
      throw new Unreadable("%s cannot be read (%s).".formatted(folder, e.getMessage()));
    }
  }

  private static String extension(Path file) {
    String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
    return name.contains(".") ? name.substring(name.lastIndexOf('.') + 1) : "";
  }

  private static Optional<String> text(Path file) {
    try {
      if (Files.size(file) > MAX_FILE_BYTES) {
        return Optional.empty();
      }
      String text =
          StandardCharsets.UTF_8
              .newDecoder()
              .decode(ByteBuffer.wrap(Files.readAllBytes(file)))
              .toString();
      if (text.indexOf('\0') >= 0) {
        return Optional.empty();
      }
      boolean html = extension(file).startsWith("htm");
      return Optional.of(html ? Jsoup.parse(text).wholeText() : text);
    } catch (CharacterCodingException _) {
      return Optional.empty();
    } catch (IOException e) {
      throw new Unreadable("%s cannot be read (%s).".formatted(file, e.getMessage()));
    }
  }

  private static void addParts(List<Document> documents, String name, String text) {
    int part = 1;
    for (int from = 0; from < text.length(); from += MAX_CHARACTERS) {
      String id = shortened(part == 1 ? name : name + " (" + part + ")");
      int end = Math.min(text.length(), from + MAX_CHARACTERS);
      documents.add(new Document(id, id, text.substring(from, end)));
      part++;
    }
  }

  /**
   * The schema takes ids of 200 characters; the end of a long path says more than its beginning.
   */
  private static String shortened(String name) {
    return name.length() <= MAX_NAME ? name : "…" + name.substring(name.length() - MAX_NAME + 1);
  }
}

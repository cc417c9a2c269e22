import com.google.googlejavaformat.java.Formatter;
import com.google.googlejavaformat.java.ImportOrderer;
import com.google.googlejavaformat.java.JavaFormatterOptions;
import com.google.googlejavaformat.java.RemoveUnusedImports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Holds every Java file of the repository against google-java-format: {@code --check} names what
 * differs and fails, {@code --fix} rewrites it.
 */
public final class Format {
  public static void main(String[] arguments) throws Exception {
    boolean fix = List.of(arguments).contains("--fix");
    var formatter = new Formatter(JavaFormatterOptions.defaultOptions());
    int unformatted = 0;
    for (Path file : sources()) {
      String before = Files.readString(file);
      String after =
          formatter.formatSource(
              RemoveUnusedImports.removeUnusedImports(
                  ImportOrderer.reorderImports(before, JavaFormatterOptions.Style.GOOGLE)));
      if (after.equals(before)) {
        continue;
      }
      unformatted++;
      System.out.println((fix ? "formatted " : "not formatted: ") + file);
      if (fix) {
        Files.writeString(file, after);
      }
    }
    if (unformatted > 0 && !fix) {
      System.out.println("Run: mvn -Pformat");
      System.exit(1);
    }
  }

  private static List<Path> sources() throws IOException {
    try (var files = Files.walk(Path.of(""))) {
      return files
          .filter(file -> file.toString().endsWith(".java"))
          .filter(file -> !file.toString().contains("target/"))
          .toList();
    }
  }
}

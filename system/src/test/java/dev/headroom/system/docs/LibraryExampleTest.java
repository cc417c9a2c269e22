package dev.headroom.system.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headroom.local.LocalCloud;
import dev.headroom.system.JobClientEnvironment;
import dev.headroom.system.TheCloud;
import dev.headroom.system.TheTemplate;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Maven builds and runs examples/library as a user's project, outside this repository. It resolves
 * from a repository of the test's own, in which the library is installed. What the library needs is
 * found in the repository of this build, which stands for Maven Central, so that no network is
 * needed.
 */
@ExtendWith(TheCloud.class)
class LibraryExampleTest {
  private static final Pattern VERSION = Pattern.compile("<version>(.+?)</version>");
  private static final Path EXAMPLE = Path.of("examples/library");
  private static final Page PAGE = Page.read("docs/library.md");

  @TempDir private Path folder;

  /** Returns where Maven keeps what it resolves; at first only the library is there. */
  private Path repository() {
    return folder.resolve("repository");
  }

  private void installTheLibrary(String version) throws IOException {
    install("headroom", version, Path.of("pom.xml"));
    for (Path module : modules()) {
      String artifact = "headroom-" + module.getFileName();
      Path jar = install(artifact, version, module.resolve("pom.xml"));
      jar(module.resolve("target/classes"), jar);
    }
  }

  private static List<Path> modules() throws IOException {
    try (var modules = Files.list(Path.of("shared"))) {
      return modules.sorted().toList();
    }
  }

  /** Installs a pom.xml as Maven does, and returns where its jar belongs. */
  private Path install(String artifact, String version, Path pom) throws IOException {
    Path place = repository().resolve("dev/headroom").resolve(artifact).resolve(version);
    String name = artifact + "-" + version;
    copy(pom, place.resolve(name + ".pom"));
    return place.resolve(name + ".jar");
  }

  /** Makes a jar of a module's classes, which are there before the module is packaged. */
  private static void jar(Path classes, Path jar) throws IOException {
    try (var out = new JarOutputStream(Files.newOutputStream(jar));
        var files = Files.walk(classes)) {
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        String name = classes.relativize(file).toString().replace(File.separatorChar, '/');
        out.putNextEntry(new JarEntry(name));
        Files.copy(file, out);
        out.closeEntry();
      }
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    try (var files = Files.walk(from)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path target = to.resolve(from.relativize(file).toString());
        Files.createDirectories(target.getParent());
        Files.copy(file, target);
      }
    }
  }

  private static String version() throws IOException {
    Matcher version = VERSION.matcher(Files.readString(Path.of("pom.xml")));
    assertThat(version.find()).isTrue();
    return version.group(1);
  }

  private Path settings() throws IOException {
    Path downloaded = Path.of(System.getProperty("maven.localRepository"));
    return Files.writeString(
        folder.resolve("settings.xml"),
        """
        <settings>
          <localRepository>%s</localRepository>
          <mirrors>
            <mirror><id>downloaded</id><mirrorOf>*</mirrorOf><url>%s</url></mirror>
          </mirrors>
        </settings>
        """
            .formatted(repository(), downloaded.toUri()));
  }

  @Test
  void it_runs_with_nothing_but_what_the_page_names(LocalCloud cloud) throws Exception {
    installTheLibrary(version());
    Path project = folder.resolve("project");
    copy(EXAMPLE.resolve("pom.xml"), project.resolve("pom.xml"));
    copy(EXAMPLE.resolve("src"), project.resolve("src"));
    Path output = folder.resolve("output");
    var maven =
        new ProcessBuilder(
                Path.of(System.getProperty("maven.home"), "bin", "mvn").toString(),
                "--batch-mode",
                "--quiet",
                "--settings",
                settings().toString(),
                "compile",
                "exec:exec")
            .directory(project.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    maven.environment().put("JAVA_HOME", System.getProperty("java.home"));
    maven.environment().putAll(TheTemplate.PATIENT);
    maven.environment().putAll(JobClientEnvironment.of(cloud));

    Process process = maven.start();
    try {
      boolean ended = process.waitFor(5, TimeUnit.MINUTES);

      assertThat(ended).as(Files.readString(output)).isTrue();
      assertThat(process.exitValue()).as(Files.readString(output)).isZero();
      assertThat(Files.readAllLines(output)).containsSubsequence(printed());
    } finally {
      process.destroyForcibly().onExit().join();
    }
  }

  /** Returns the lines that the example's README says are printed. */
  private static List<String> printed() {
    return Page.read(EXAMPLE.resolve("README.md").toString())
        .blocks()
        .getLast()
        .code()
        .lines()
        .toList();
  }

  @Test
  void the_page_shows_all_of_its_dependencies() throws IOException {
    String pom = Files.readString(EXAMPLE.resolve("pom.xml"));
    String dependencies =
        pom.substring(pom.indexOf("  <dependencyManagement>"), pom.indexOf("  <build>"));

    assertThat(PAGE.blocks().getFirst().code())
        .isEqualToNormalizingWhitespace(dependencies)
        .contains("<version>" + version() + "</version>");
    assertThat(pom.replace(dependencies, "")).doesNotContain("<dependencies>");
  }

  @Test
  void each_artifact_that_the_page_lists_is_a_module() throws IOException {
    List<String> artifacts =
        modules().stream().map(module -> "`headroom-" + module.getFileName() + "`").toList();

    assertThat(PAGE.rows().stream().skip(1).map(List::getFirst)).isNotEmpty().isSubsetOf(artifacts);
  }
}

package dev.headroom.system;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whatever Java Maven runs on, and whatever the PATH has first: the java that the build starts, for
 * the local cloud and the formatter, is a JDK 25. Maven itself is asked, of the root alone.
 */
class ToolchainTest {
  private static final Path JDK_25 = Path.of(System.getProperty("java.home"));

  @TempDir private Path olderFirst;

  @BeforeEach
  void an_older_java_is_first_on_the_path() throws IOException {
    Path java = olderFirst.resolve("java");
    Files.writeString(java, "#!/bin/sh\necho an older java\nexit 1\n");
    Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  /** What the java says that the pom's toolchain gives to exec-maven-plugin. */
  private String javaOfTheBuild(Path mavensJdk) throws Exception {
    String maven = Path.of(System.getProperty("maven.home"), "bin", "mvn").toString();
    var builder =
        new ProcessBuilder(
                List.of(
                    maven,
                    "--offline",
                    "--quiet",
                    "--non-recursive",
                    "-DskipHygiene=true",
                    "-Dexec.executable=java",
                    "-Dexec.args=--version",
                    "validate",
                    "exec:exec"))
            .redirectErrorStream(true);
    builder.environment().put("JAVA_HOME", mavensJdk.toString());
    builder.environment().put("JAVA25_HOME", JDK_25.toString());
    builder
        .environment()
        .merge("PATH", olderFirst + File.pathSeparator, (path, first) -> first + path);
    Process process = builder.start();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
    return said;
  }

  private static Path olderJdk() throws IOException {
    try (Stream<Path> jdks = Files.list(JDK_25.getParent())) {
      return jdks.filter(jdk -> Files.exists(jdk.resolve("bin").resolve("javac")))
          .filter(ToolchainTest::isOlder)
          .findFirst()
          .orElseGet(() -> abort("There is no JDK 17 to 24 beside " + JDK_25 + "."));
    }
  }

  private static boolean isOlder(Path jdk) {
    try {
      return Files.readString(jdk.resolve("release"))
          .lines()
          .anyMatch(line -> line.matches("JAVA_VERSION=\"(1[789]|2[0-4])\\b.*"));
    } catch (IOException _) {
      return false;
    }
  }

  @Test
  void maven_on_jdk_25() throws Exception {
    assertThat(javaOfTheBuild(JDK_25)).containsPattern("(?m)^openjdk 25|^java 25");
  }

  @Test
  void maven_on_an_older_jdk_with_jdk_25_beside_it() throws Exception {
    assertThat(javaOfTheBuild(olderJdk())).containsPattern("(?m)^openjdk 25|^java 25");
  }
}

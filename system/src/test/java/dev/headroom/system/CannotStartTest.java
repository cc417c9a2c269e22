package dev.headroom.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headroom.local.startup.DataFolder;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Why it cannot start is the last line, in one sentence, and the exit status is 2. */
class CannotStartTest {
  private static void assertLast(RunProcess run, String sentence) throws Exception {
    assertThat(run.awaitEnd()).as(run.lines().toString()).isEqualTo(2);
    assertThat(run.lines())
        .noneMatch(line -> line.startsWith("\tat "))
        .endsWith("Headroom cannot start: " + sentence);
  }

  @Test
  void a_port_that_is_taken(@TempDir Path folder) throws Exception {
    Path status = folder.resolve("run.status");
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        var run =
            RunProcess.start(Map.of(), "-Dport=" + taken.getLocalPort(), "-Dstatus=" + status)) {
      assertLast(
          run,
          "Port %d is taken: stop what listens there, or choose another port with -Dport=<number>."
              .formatted(taken.getLocalPort()));
    }
    assertThat(Files.readString(status)).isEqualTo("2");
  }

  @Test
  void a_folder_that_another_instance_uses(@TempDir Path data) throws Exception {
    try (var _ = DataFolder.open(data);
        var run = RunProcess.start(Map.of(), "-Dport=0", "-Ddata=" + data)) {
      assertLast(
          run,
          "The data folder %s is used by another running instance: stop that one, or choose another folder."
              .formatted(data));
    }
  }

  @Test
  void a_folder_that_cannot_be_written(@TempDir Path folder) throws Exception {
    Path file = Files.writeString(folder.resolve("file"), "");
    try (var run = RunProcess.start(Map.of(), "-Dport=0", "-Ddata=" + file)) {
      assertLast(
          run,
          "The data folder %s cannot be written: allow this user to, or choose another folder."
              .formatted(file));
    }
  }

  @Test
  void a_setting_that_is_wrong_for_many_functions_is_told_once() throws Exception {
    var environment = Map.of("RATE_LIMIT_PER_MINUTE", "many", "CACHE_DEFAULT_TTL", "-1");
    try (var run = RunProcess.start(environment, "-Dport=0")) {
      run.awaitEnd();
      String sentence = run.line("Headroom cannot start: ");
      assertLast(run, sentence.substring("Headroom cannot start: ".length()));
      assertThat(sentence)
          .containsOnlyOnce("RATE_LIMIT_PER_MINUTE must be a whole number from 1 to ")
          .containsOnlyOnce("got \"many\"")
          .containsOnlyOnce("CACHE_DEFAULT_TTL must be ");
    }
  }

  @Test
  void a_misspelt_option() throws Exception {
    try (var run = RunProcess.start(Map.of(), "-Dport=3000", "-Dgiven={prot=8080}")) {
      assertLast(
          run, "-Dprot is not an option; did you mean -Dport? (mvn -Prun -Dhelp lists all.)");
    }
  }

  @Test
  void an_input_folder_that_is_not_there(@TempDir Path folder) throws Exception {
    try (var run = RunProcess.start(Map.of(), "-Dport=0", "-Dinput=" + folder.resolve("nowhere"))) {
      assertThat(run.awaitEnd()).isEqualTo(2);
      assertThat(run.line("Headroom cannot start: there is no folder")).contains("-Dinput=FOLDER");
    }
  }
}

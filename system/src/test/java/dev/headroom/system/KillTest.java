package dev.headroom.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code mvn -Prun} starts, as a process of its own. */
class KillTest {
  private static final Pattern URL = Pattern.compile("http://(localhost|127\\.0\\.0\\.1):\\d+");

  @TempDir private Path folder;

  private Process start(String... options) throws IOException {
    return JavaProcess.of(Main.class, List.of(options), List.of()).start();
  }

  private static String all(Process process) throws IOException {
    return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  private static String upTo(String end, BufferedReader out) throws IOException {
    StringBuilder text = new StringBuilder();
    for (String line = out.readLine(); line != null; line = out.readLine()) {
      text.append(line).append('\n');
      if (line.contains(end)) {
        return text.toString();
      }
    }
    throw new AssertionError("It ended before \"" + end + "\":\n" + text);
  }

  private Path anInputFolder() throws IOException {
    Path input = Files.createDirectories(folder.resolve("input"));
    Files.writeString(
        input.resolve("licence.txt"),
        "This software is provided \"as is\", without warranty of any kind, express or implied.");
    Files.writeString(
        input.resolve("notice.html"),
        "<html><body><p>Redistributions of source code must retain the above copyright notice.</p></body></html>");
    Files.write(input.resolve("picture.png"), new byte[] {1, 2, 3});
    return input;
  }

  @Test
  void the_first_job_runs_and_its_table_is_printed() throws Exception {
    Process process = start("-Dport=0", "-Donce=true", "-Dinput=" + anInputFolder());

    String printed = all(process);

    assertThat(process.waitFor()).as(printed).isZero();
    assertThat(printed).contains("2 documents", "Warranty disclaimer", "licence.txt", "100 %");
  }

  @Test
  void a_finished_job_is_still_there_after_a_kill_and_is_not_done_again(@TempDir Path data)
      throws Exception {
    Process process = start("-Dport=0", "-Ddata=" + data, "-Dinput=" + anInputFolder());
    JsonNode before;
    try (var out = process.inputReader()) {
      before = jobs(upTo("Serving", out));
    } finally {
      process.destroyForcibly().waitFor();
    }
    assertThat(before.findValuesAsText("status")).containsExactly("completed");

    Process again = start("-Dport=0", "-Ddata=" + data, "-Dinput=" + anInputFolder());
    try (var out = again.inputReader()) {
      JsonNode after = jobs(upTo("Serving", out));
      assertThat(after.findValuesAsText("job_id"))
          .isEqualTo(before.findValuesAsText("job_id"))
          .hasSize(1);
    } finally {
      again.destroyForcibly().waitFor();
    }
  }

  private static JsonNode jobs(String printed) throws Exception {
    var url = URL.matcher(printed);
    assertThat(url.find()).isTrue();
    return new Api(url.group(), "tester").get("/jobs", Optional.empty()).body().path("jobs");
  }

  @Test
  void trouble_with_the_machine_gets_a_sentence() throws Exception {
    Process noInput = start("-Dport=0", "-Donce=true", "-Dinput=" + folder.resolve("nowhere"));
    assertThat(all(noInput))
        .contains("Headroom cannot start: there is no folder")
        .contains("-Dinput=FOLDER");
    assertThat(noInput.waitFor()).isEqualTo(2);

    Process badPort = start("-Dport=many", "-Donce=true");
    assertThat(all(badPort)).contains("-Dport must be a number from 0 to 65535; got \"many\"");

    Path file = Files.createFile(folder.resolve("file"));
    Process noFolder = start("-Dport=0", "-Donce=true", "-Ddata=" + file + File.separator + "data");
    String printed = all(noFolder);
    assertThat(noFolder.waitFor()).as(printed).isEqualTo(2);
    assertThat(printed).contains("Headroom cannot start").doesNotContain("\tat ");
  }

  @Test
  void a_taken_port_is_named(@TempDir Path data) throws Exception {
    try (var taken = new ServerSocket(0, 1, java.net.InetAddress.getLoopbackAddress())) {
      Process process = start("-Dport=" + taken.getLocalPort(), "-Donce=true");

      String printed = all(process);

      assertThat(process.waitFor()).as(printed).isEqualTo(2);
      assertThat(printed).contains(String.valueOf(taken.getLocalPort())).contains("-Dport=");
    }
  }
}

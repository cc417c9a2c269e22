package dev.headroom.system;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.headroom.jobs.Job;
import dev.headroom.jobs.JobStatus;
import dev.headroom.jobs.Submission;
import dev.headroom.jobs.client.JobClient;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The first hour: what is printed, whether it works when it is typed, and how it ends. */
class RunTest {
  /** How a caller begins who speaks TLS. */
  private static final String CLIENT_HELLO = "16030100c8010000c40303";

  private static final int ATTEMPTS = 5;

  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private static Path input(Path folder) throws IOException {
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

  /** Types lines of the program into a shell, and gives what they print. */
  private static String typed(List<String> lines) throws Exception {
    Process shell =
        new ProcessBuilder("sh", "-c", String.join("\n", lines)).redirectErrorStream(true).start();
    try (InputStream out = shell.getInputStream()) {
      return new String(out.readAllBytes(), UTF_8);
    }
  }

  /** The variables of a line such as {@code export A=b C=d}. */
  private static Map<String, String> exported(String line) {
    return Arrays.stream(line.substring("export ".length()).split(" "))
        .map(variable -> variable.split("=", 2))
        .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1]));
  }

  private static void linesWorkAsTheyStand(RunProcess run) throws Exception {
    int from = run.lines().indexOf(run.line("HEADROOM=http://localhost:"));
    List<String> commands = run.lines().subList(from, from + 6);

    String printed = typed(commands);
    for (int i = 1; i < ATTEMPTS && !printed.contains("\"status\":\"completed\""); i++) {
      printed = typed(commands); // a busy machine takes longer than a request may
    }
    assertThat(printed)
        .contains("\"status\":\"completed\"", "\"total_count\"", "\"queue_depth\":")
        .doesNotContain("\"status\":4");
    assertThat(commands).allSatisfy(line -> assertThat(line).hasSizeLessThan(300));
  }

  private static void aProgramTalksToIt(String export) throws Exception {
    var jobs = JobClient.connect("default", exported(export));
    Job job = jobs.submit(Submission.of("noop", Map.of("note", "from Java")));
    assertThat(jobs.await(job.id(), PATIENCE).status()).isEqualTo(JobStatus.COMPLETED);
  }

  private static void tlsIsRefused(String url) throws Exception {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), URI.create(url).getPort())) {
      socket.setSoTimeout((int) PATIENCE.toMillis());
      socket.getOutputStream().write(HexFormat.of().parseHex(CLIENT_HELLO));
      assertThat(socket.getInputStream().read()).isEqualTo(-1);
    }
  }

  private static JsonNode jobs(String url) throws Exception {
    return new Api(url, "tester").get("/jobs", Optional.empty()).body().path("jobs");
  }

  private static String url(String serving) {
    return serving.replaceAll(".*(http\\S+) until.*", "$1");
  }

  @Test
  void its_first_job_runs_once_and_it_keeps_serves_and_says_what_to_type(@TempDir Path folder)
      throws Exception {
    Path data = folder.resolve("data");
    Path status = folder.resolve("run.status");
    String dataOption = "-Ddata=" + data;
    String inputOption = "-Dinput=" + input(folder);
    try (var once =
        RunProcess.start(
            Map.of(), "-Dport=0", "-Donce=true", dataOption, inputOption, "-Dstatus=" + status)) {
      assertThat(once.awaitEnd()).as(once.lines().toString()).isZero();
      assertThat(Files.readString(status)).isEqualTo("0");
      assertThat(once.line("Completed in ")).contains("2 documents");
      assertThat(String.join("\n", once.lines()))
          .contains("Warranty disclaimer", "licence.txt", "100 %");
    }
    JsonNode before;
    try (var run =
        RunProcess.start(
            Map.of("RATE_LIMIT_PER_MINTUE", "9"),
            "-Dport=0",
            dataOption,
            inputOption,
            "-Dgiven={port=0, folder=x}")) {
      String url = url(run.awaitLine("Serving at ").orElseThrow());

      assertThat(run.line("Kept since ")).contains("it does not run again");
      assertThat(run.lines())
          .contains(
              "Note: RATE_LIMIT_PER_MINTUE is not a setting; did you mean RATE_LIMIT_PER_MINUTE?",
              "Note: -Dfolder is not an option.");
      linesWorkAsTheyStand(run);
      aProgramTalksToIt(run.line("export "));
      tlsIsRefused(url);
      assertThat(Files.readString(data.resolve("logs").resolve("local.log")))
          .contains("answers to http:// and not to https://");
      before = jobs(url);
      assertThat(before.findValuesAsText("status")).hasSizeGreaterThan(1).containsOnly("completed");
    } // by SIGKILL
    try (var again = RunProcess.start(Map.of(), "-Dport=0", dataOption, inputOption)) {
      String url = url(again.awaitLine("Serving at ").orElseThrow());

      assertThat(jobs(url).findValuesAsText("job_id")).isEqualTo(before.findValuesAsText("job_id"));
      again.stop();
      again.awaitEnd();

      assertThat(again.lines())
          .noneMatch(line -> line.contains("WARN") || line.contains("\u001b"))
          .noneMatch(line -> line.contains("Completed in "))
          .endsWith("Stopped; kept in " + data + ".");
    }
  }

  @Test
  void it_ends_with_the_maven_that_started_it(@TempDir Path folder) throws Exception {
    ProcessHandle cloud;
    try (var maven =
        RunProcess.underAnother("-Dport=0", "-Dinput=" + input(folder), "-DendWithParent=true")) {
      var _ = maven.awaitLine("Starting Headroom").orElseThrow();
      cloud = maven.child();
    } // by SIGKILL

    assertThat(cloud.onExit()).succeedsWithin(PATIENCE);
  }
}

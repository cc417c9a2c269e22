package dev.headroom.system.docs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.headroom.json.Json;
import dev.headroom.local.LocalCloud;
import dev.headroom.system.TheCloud;
import dev.headroom.system.http.Example;
import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The requests that the documentation shows are made, where there are a bash and a curl. */
@ExtendWith(TheCloud.class)
class CommandsTest {
  /** A request that is refused fails the script, and each answer ends its line. */
  private static final String STRICT =
      "set -euo pipefail; curl() { command curl --fail \"$@\"; echo; }\n";

  private static final Page README = Page.read("README.md");

  @BeforeAll
  static void there_is_a_curl() throws InterruptedException {
    assumeTrue(isThere("bash") && isThere("curl"), "bash and curl are needed");
  }

  private static boolean isThere(String program) throws InterruptedException {
    try {
      return new ProcessBuilder(program, "--version")
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException _) {
      return false;
    }
  }

  private static List<String> requests(Page page) {
    return page.blocks().stream()
        .filter(block -> block.language().equals("bash") && block.code().contains("curl"))
        .map(Page.Block::code)
        .toList();
  }

  /**
   * Runs commands against the cloud, as a tenant of their own, and returns the lines they print.
   */
  private static List<String> run(LocalCloud cloud, String tenant, List<String> commands)
      throws IOException, InterruptedException {
    String script =
        commands.stream()
            .map(
                command ->
                    command
                        .replace("localhost:3000", cloud.url())
                        .replace("client_id=me", "client_id=me -d tenant=" + tenant))
            .collect(Collectors.joining("\n", STRICT, "\n"));
    var bash = new ProcessBuilder("bash", "-c", script).redirectErrorStream(true).start();
    String printed = new String(bash.getInputStream().readAllBytes(), UTF_8);
    assertThat(bash.waitFor()).as(printed).isZero();
    return printed.lines().toList();
  }

  @Test
  void the_first_request_is_answered_as_the_readme_shows(LocalCloud cloud) throws Exception {
    List<String> answers = run(cloud, "readme", requests(README));

    JsonNode shown =
        README.blocks().stream()
            .filter(block -> block.language().equals("json"))
            .map(block -> read(block.code()))
            .findFirst()
            .orElseThrow();
    JsonNode job = read(answers.getFirst());
    assertThat(new Example(shown).faults(job)).as(job.toString()).isEmpty();
    assertThat(job.path("status")).isEqualTo(shown.path("status"));
    assertThat(answers).hasSize(4);
    assertThat(read(answers.get(1)).path("chunks")).isNotEmpty();
  }

  private static JsonNode read(String json) {
    try {
      return Json.STORED.readTree(json);
    } catch (IOException e) {
      throw new AssertionError(json, e);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"jobs", "cache", "search", "cleanup"})
  void the_requests_of_a_page_are_answered(String name, LocalCloud cloud) throws Exception {
    List<String> requests = requests(Page.read("docs/" + name + ".md"));
    assertThat(requests).isNotEmpty();

    run(cloud, name + "-page", List.of(requests(README).getFirst(), String.join("\n", requests)));
  }
}

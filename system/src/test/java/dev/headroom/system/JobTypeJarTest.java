package dev.headroom.system;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.headroom.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A job type in a jar of its own, compiled here: on the class path, it is there. */
class JobTypeJarTest {
  private static final Path EXAMPLE = Path.of("functions/worker/src/test");
  private static final String PACKAGE = "dev/headroom/worker/example/";

  private static Path jar(Path folder) throws IOException {
    Path classes = Files.createDirectories(folder.resolve("classes"));
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    int status =
        compiler.run(
            null,
            null,
            null,
            "-d",
            classes.toString(),
            "-classpath",
            System.getProperty("java.class.path"),
            EXAMPLE.resolve("java").resolve(PACKAGE + "WordCount.java").toString());
    assertThat(status).isZero();
    Path jar = folder.resolve("word-count.jar");
    try (var out = new JarOutputStream(Files.newOutputStream(jar))) {
      for (String name : List.of("WordCount", "WordCount$Parameters", "WordCount$SoFar")) {
        String file = PACKAGE + name + ".class";
        add(out, file, Files.readAllBytes(classes.resolve(file)));
      }
      String schema = PACKAGE + "word_count.json";
      add(out, schema, Files.readAllBytes(EXAMPLE.resolve("resources").resolve(schema)));
      add(
          out,
          "META-INF/services/dev.headroom.jobs.JobType",
          "dev.headroom.worker.example.WordCount".getBytes(UTF_8));
    }
    return jar;
  }

  private static void add(JarOutputStream out, String name, byte[] bytes) throws IOException {
    out.putNextEntry(new JarEntry(name));
    out.write(bytes);
    out.closeEntry();
  }

  private static ObjectNode job(String text) {
    ObjectNode job = Json.SNAKE_CASE.createObjectNode().put("job_type", "word_count");
    job.putObject("parameters").putArray("texts").add(text);
    return job;
  }

  @Test
  void it_is_listed_held_against_its_schema_and_run(@TempDir Path folder) throws Exception {
    Path data = Files.createDirectories(folder.resolve("data"));
    try (var cloud = CloudProcess.startWith(jar(folder), data)) {
      var api = new Api(cloud.url(), "tester");

      JsonNode types = api.get("/jobs/types", Optional.empty()).body().path("types");
      assertThat(types.findValuesAsText("job_type")).contains("word_count", "extraction");

      ObjectNode wrong = job("one");
      wrong.withObject("/parameters").put("text", "misspelt");
      assertThatThrownBy(() -> api.post("/jobs/submit", wrong))
          .hasMessageContaining("422")
          .hasMessageContaining("property 'text' is not defined");

      String id =
          api.post("/jobs/submit", job("to be or not to be")).body().path("job_id").asText();
      JsonNode ended = api.get("/jobs/" + id + "?wait=20", Optional.empty()).body();
      assertThat(ended.path("status").asText()).as(ended.toString()).isEqualTo("completed");
      JsonNode result = api.get("/jobs/" + id + "/result", Optional.empty()).body();
      assertThat(result.path("words").asInt()).isEqualTo(6);
    }
  }
}

package dev.headroom.system.packaging;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.headroom.json.Json;
import dev.headroom.local.engine.Engines;
import dev.headroom.local.template.Template;
import dev.headroom.system.AnswerText;
import dev.headroom.system.TheTemplate;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Starts each function from the archive that is deployed, so that a class that is not in it, or a
 * handler that the template misspells, is found here and not on AWS. The figures it prints are of
 * whole processes on this machine; only their ratio to the bare handler's travels.
 */
@EnabledOnOs(value = OS.LINUX, disabledReason = "AWS's runtime interface client is for Linux")
class PackagingTest {
  private static final Template TEMPLATE = TheTemplate.patient();
  private static Engines engines;
  @TempDir private static Path archives;
  @TempDir private Path folder;

  @BeforeAll
  static void start() {
    engines = Engines.start(TEMPLATE, Optional.empty());
  }

  @AfterAll
  static void stop() {
    engines.close();
  }

  /** Where an archive is unpacked, once for all tests. */
  private static Path unpacked(String module, String archive) throws IOException {
    Path task = archives.resolve(archive);
    if (Files.notExists(task)) {
      PackagedFunction.unpack(Path.of(module, "target", archive + ".zip"), task);
    }
    return task;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Dashboard | headroom-dashboard-function | functions/dashboard | Dashboard.RootHealth | healthy",
        "CacheApi  | headroom-cache-function | functions/cache     | CacheApi.Memory      | \"estimated_entries\":0",
        "CacheAudit | headroom-cache-function | functions/cache     | CacheAudit.EveryFiveMinutes | \"complete\":true",
        "SearchApi | headroom-search-function | functions/search    | SearchApi.ListTaxonomies | \"taxonomies\":[]",
        "Indexer   | headroom-search-function-events | functions/search    | Indexer.Changes      | null",
        "JobsApi   | headroom-jobs-function | functions/jobs      | JobsApi.List         | \"jobs\":[]",
        "CleanupApi | headroom-cleanup-function | functions/cleanup   | CleanupApi.Stats | \"total_cleanups\":0",
        "CleanupTick | headroom-cleanup-function-events | functions/cleanup   | CleanupTick.EveryMinute | \"begun\":0",
        "JobSweeper | headroom-jobs-function-events | functions/jobs      | JobSweeper.EveryMinute | \"ended\":0",
        "JobStats  | headroom-jobs-function-events | functions/jobs      | JobStats.Changes     | state",
        "Worker    | headroom-worker-function | functions/worker    | Worker.High          | {\"batchItemFailures\":[]}",
        "DeadLetters | headroom-jobs-function-events | functions/jobs    | DeadLetters.Dead     | {\"batchItemFailures\":[]}",
        "MonitoringApi | headroom-monitoring-function | functions/monitoring | MonitoringApi.Metrics | \"cancelled_jobs\":0",
      })
  void the_archive_of_a_function_answers_its_sample_event(
      String function, String archive, String module, String event, String expected)
      throws Exception {
    Path task = unpacked(module, archive);
    Path log = folder.resolve("log");

    var packaged =
        PackagedFunction.call(
            PackagedFunction.classPathOf(task),
            requireNonNull(TEMPLATE.functions().get(function)).handler(),
            engines.environment(function),
            Files.readString(Path.of("events", event + ".json")),
            log);

    assertThat(packaged.answer().good())
        .as(packaged.answer().body() + Files.readString(log))
        .isTrue();
    JsonNode answer = Json.STORED.readTree(packaged.answer().body());
    assertThat(answer.has("body") ? AnswerText.of(answer) : answer.toString()).contains(expected);
    if (answer.has("statusCode")) {
      assertThat(answer.path("statusCode").intValue()).isEqualTo(200);
    }
    print(function, packaged);
  }

  @Test
  void a_bare_handler_is_the_baseline() throws Exception {
    String testClasses =
        Path.of(BareHandler.class.getProtectionDomain().getCodeSource().getLocation().toURI())
            .toString();

    var bare =
        PackagedFunction.call(
            testClasses,
            BareHandler.class.getName() + "::handle",
            Map.of(),
            "\"event\"",
            folder.resolve("log"));

    assertThat(bare.answer()).isEqualTo(new RuntimeApi.Answer(true, "\"bare\""));
    print("bare handler", bare);
  }

  /** Locally nobody does, so that nothing else would tell that it cannot. */
  @ParameterizedTest
  @CsvSource({
    "headroom-cache-function, functions/cache",
    "headroom-cleanup-function, functions/cleanup",
    "headroom-jobs-function, functions/jobs",
    "headroom-monitoring-function, functions/monitoring",
    "headroom-search-function, functions/search"
  })
  void the_archive_of_a_function_that_needs_redis_can_sign_in_by_iam(String archive, String module)
      throws Exception {
    Path task = unpacked(module, archive);
    List<URL> classPath = new ArrayList<>(List.of(task.toUri().toURL()));
    try (var jars = Files.newDirectoryStream(task.resolve("lib"), "*.jar")) {
      for (Path jar : jars) {
        classPath.add(jar.toUri().toURL());
      }
    }

    try (var packed =
        new URLClassLoader(classPath.toArray(URL[]::new), ClassLoader.getPlatformClassLoader())) {
      var token = Class.forName("dev.headroom.redis.IamToken", true, packed);
      // Makes the verifier load what the methods name.
      assertThat(token.getDeclaredMethods()).isNotEmpty();
      assertThat(
              Class.forName(
                  "software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner", true, packed))
          .isNotNull();
    }
  }

  @Test
  void every_function_of_the_template_is_tested_here() {
    assertThat(TEMPLATE.functions().keySet())
        .containsExactlyInAnyOrderElementsOf(
            List.of(
                "Dashboard",
                "CacheApi",
                "CacheAudit",
                "SearchApi",
                "Indexer",
                "JobsApi",
                "CleanupApi",
                "CleanupTick",
                "JobSweeper",
                "JobStats",
                "Worker",
                "DeadLetters",
                "MonitoringApi"));
  }

  private static void print(String name, PackagedFunction packaged) {
    System.out.printf(
        "%-14s start to first poll %,5d ms, first answer %,5d ms%n",
        name, packaged.startToPoll().toMillis(), packaged.firstAnswer().toMillis());
  }
}

package dev.headroom.system.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headroom.local.LocalCloud;
import dev.headroom.system.TheCloud;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What clean-up does not take is refused by the name of its field, and changes nothing. */
@ExtendWith(TheCloud.class)
class CleanupInputTest {
  private static final String SCHEDULES = "/cleanup/schedules";
  private static final String TENANT = "cleanup-nonsense";

  private static String job = "";

  @BeforeAll
  static void there_is_something_to_lose(LocalCloud cloud) {
    job = CleanupClient.of(cloud, TENANT).endedJobs(1).getFirst();
  }

  @AfterAll
  static void and_nothing_was_changed(LocalCloud cloud) {
    var client = Client.of(cloud, TENANT);
    client.get("/jobs/" + job).expect(200);
    assertThat(client.get(SCHEDULES).expect(200).body().path("schedules")).isEmpty();
    assertThat(client.get("/cleanup/runs").expect(200).body().path("runs")).isEmpty();
  }

  /** Terms of which one field is other than it should be. */
  private static Arguments with(String field, String value, String named) {
    var terms = new StringBuilder();
    for (String each :
        List.of("name:\"all\"", "interval_seconds:60", "retention_days:0", "targets:[\"jobs\"]")) {
      String name = each.substring(0, each.indexOf(':'));
      if (!name.equals(field)) {
        terms.append("\"%s\"%s,".formatted(name, each.substring(name.length())));
      }
    }
    String other = value.isEmpty() ? "\"priority\":\"low\"" : "\"%s\":%s".formatted(field, value);
    return Arguments.of(named, "{%s%s}".formatted(terms, other));
  }

  private static Stream<Arguments> with(String field, List<String> values) {
    return values.stream().map(value -> with(field, value, field));
  }

  static Stream<Arguments> terms() {
    List<Stream<Arguments>> all =
        List.of(
            with("interval_seconds", List.of("", "null", "0", "-1", "1.5", "\"x\"", "[]")),
            with("interval_seconds", List.of("1000000000000", "1e30", "99999999999999999999")),
            with("retention_days", List.of("", "null", "-1", "3651", "0.5", "\"x\"", "1e12")),
            with("name", List.of("", "null", "\"\"", "\"a/b\"", "\"a b\"", "\".a\"", "7.5", "{}")),
            with("name", List.of("\"%s\"".formatted("n".repeat(101)), "\"a\\u0001\"", "\"ä\"")),
            with("priority", List.of("\"sometimes\"", "3", "\"\"", "[]")),
            with("targets", List.of("[]", "\"jobs\"", "{}", "7")),
            with("colour", List.of("\"red\"")),
            Stream.of(
                with("targets", "[\"nothing\"]", "targets[0]"),
                with("targets", "[\"jobs\",null]", "targets[1]"),
                with("targets", "[\"jobs\",\"history\",\"jobs\"]", "targets[2]"),
                with("targets", "[" + "\"jobs\",".repeat(50) + "\"jobs\"]", "targets")));
    return all.stream().flatMap(some -> some);
  }

  @ParameterizedTest
  @MethodSource("terms")
  void terms_that_cannot_be_are_422_and_their_field_is_named(
      String field, String body, LocalCloud cloud) {
    assertThat(Client.of(cloud, TENANT).post(SCHEDULES, body).expect(422).fields())
        .containsExactly(field);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "nonsense", "{} {}"})
  void what_is_not_json_is_400(String body, LocalCloud cloud) {
    Client.of(cloud, TENANT).post(SCHEDULES, body).expect(400);
  }

  @ParameterizedTest
  @CsvSource({
    "force=maybe,             force",
    "force=,                  force",
    "dry_run=1,               dry_run",
    "dry_run=,                dry_run",
    "schedule_name=,          schedule_name",
    "schedule_name=a%2Fb,     schedule_name",
    "schedule_name=%00,       schedule_name",
    "dryrun=true,             dryrun",
    "dry_run=true&limit=5,    limit",
    "dry_run=true&dry_run=false, dry_run",
  })
  void a_run_that_cannot_be_is_422_and_its_parameter_is_named(
      String query, String field, LocalCloud cloud) {
    assertThat(
            Client.of(cloud, TENANT)
                .send("POST", "/cleanup/run?" + query, null)
                .expect(422)
                .fields())
        .containsExactly(field);
  }

  /** What is overlooked in a body would be removed. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "                | {\"dryrun\": true}                            | dryrun",
        "                | {\"dry_run\": \"true\"}                       | dry_run",
        "                | {\"schedule_name\": \"a/b\"}                  | schedule_name",
        "?dry_run=false   | {\"dry_run\": true}                           | dry_run",
        "?schedule_name=a | {\"schedule_name\": \"b\", \"dry_run\": true} | schedule_name",
      })
  void a_run_whose_body_cannot_be_is_422_and_its_field_is_named(
      @Nullable String query, String body, String field, LocalCloud cloud) {
    String path = "/cleanup/run" + Objects.requireNonNullElse(query, "");
    assertThat(Client.of(cloud, TENANT).post(path, body).expect(422).fields())
        .containsExactly(field);
  }

  @ParameterizedTest
  @CsvSource({
    "POST,   /cleanup/run?schedule_name=none&force=true",
    "DELETE, /cleanup/schedules/none",
    "DELETE, /cleanup/schedules/a%20b",
    "GET,    /cleanup/runs/none",
    "GET,    /cleanup/runs/cleanup_0123456789abcdef0123456789abcdef",
  })
  void what_there_is_not_is_404(String method, String path, LocalCloud cloud) {
    Client.of(cloud, TENANT).send(method, path, null).expect(404);
  }
}

package dev.headroom.local.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headroom.local.startup.CannotStart;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EngineOptionsTest {
  private static EngineOptions of(Map<String, String> options) {
    var properties = new Properties();
    properties.putAll(options);
    return EngineOptions.of(properties);
  }

  @Test
  void without_options_all_engines_are_the_local_clouds_own() {
    assertThat(of(Map.of())).isEqualTo(EngineOptions.OWN);
    assertThat(of(Map.of("dynamodb", " ", "redis", ""))).isEqualTo(EngineOptions.OWN);
  }

  @Test
  void one_endpoint_serves_all_that_have_none_of_their_own() {
    EngineOptions options =
        of(Map.of("endpoint", "http://localhost:4566/", "sqs", "http://localhost:9324"));
    assertThat(options.dynamoDb()).contains(URI.create("http://localhost:4566"));
    assertThat(options.sqs()).contains(URI.create("http://localhost:9324"));
    assertThat(options.s3()).contains(URI.create("http://localhost:4566"));
    assertThat(options.redis()).isEmpty();
    assertThat(options.withoutEndpoints()).isEqualTo(EngineOptions.OWN);
  }

  @ParameterizedTest
  @CsvSource({
    "127.0.0.1:6379, redis://127.0.0.1:6379",
    "redis://cache:6379/3, redis://cache:6379/3",
    "rediss://cache:6379, rediss://cache:6379"
  })
  void a_redis_is_a_host_and_a_port(String text, URI address) {
    assertThat(of(Map.of("redis", text)).redis()).contains(address);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "dynamodb | localhost:8000 | -Ddynamodb must be a URL such as http://127.0.0.1:8000; got \"localhost:8000\".",
        "endpoint | http://a b | -Dendpoint must be a URL such as http://127.0.0.1:8000; got \"http://a b\".",
        "redis | localhost | -Dredis must be host:port, such as 127.0.0.1:6379; got \"localhost\".",
        "stack | 1st | -Dstack must be 1 to 30 letters, digits and hyphens, the first a letter; got \"1st\"."
      })
  void a_wrong_option_is_reported_with_its_name(String name, String value, String message) {
    assertThatThrownBy(() -> of(Map.of(name, value)))
        .isInstanceOf(CannotStart.class)
        .hasMessage(message);
  }

  @Test
  void an_endpoint_and_a_command_contradict_each_other() {
    assertThatThrownBy(() -> of(Map.of("dynamodb", "http://x", "dynamodb.command", "y {port}")))
        .isInstanceOf(CannotStart.class)
        .hasMessageContaining("given twice");
  }

  @Test
  void another_jvm_gets_the_same_options() {
    var properties = new Properties();
    properties.putAll(Map.of("redis", "a:1", "dynamodb.command", "x {port}", "other", "y"));
    assertThat(EngineOptions.arguments(properties))
        .containsExactly("-Dredis=a:1", "-Ddynamodb.command=x {port}");
  }

  @Test
  void a_command_gets_a_port_and_a_file_when_data_is_kept() {
    String command = "dynoxide serve --port {port} [--db-path {file}]";
    assertThat(DynamoDbCommand.words(command, 8000, Optional.empty()))
        .containsExactly("dynoxide", "serve", "--port", "8000");
    assertThat(DynamoDbCommand.words(command, 8000, Optional.of(Path.of("/data"))))
        .containsExactly("dynoxide", "serve", "--port", "8000", "--db-path", "/data/database");
  }

  @ParameterizedTest
  @CsvSource({"serve, false", "serve {port} {file}, false", "serve {port}, true"})
  void a_command_that_does_not_say_where_is_refused(String command, boolean kept) {
    Optional<Path> folder = kept ? Optional.of(Path.of("/data")) : Optional.empty();
    assertThatThrownBy(() -> DynamoDbCommand.words(command, 8000, folder))
        .isInstanceOf(CannotStart.class)
        .hasMessageContaining("must contain {port}, and {file} in brackets");
  }

  @Test
  void a_command_that_ends_is_reported_with_what_it_printed() {
    assertThatThrownBy(() -> DynamoDbCommand.start("/bin/echo no port {port}", Optional.empty()))
        .isInstanceOf(CannotStart.class)
        .hasMessageMatching("/bin/echo ended before it was ready: no port \\d+");
    assertThatThrownBy(() -> DynamoDbCommand.start("/no/such/file {port}", Optional.empty()))
        .isInstanceOf(CannotStart.class)
        .hasMessageContaining("The command of -Ddynamodb.command did not start");
  }
}

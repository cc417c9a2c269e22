package dev.headroom.search.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headroom.local.engine.Engines;
import dev.headroom.local.recorder.Call;
import dev.headroom.local.recorder.CallRecorder;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the function does before its snapshot is taken. */
class SnapStartTest {
  @Test
  void the_function_is_primed_by_requests_that_read_once_and_write_nothing() {
    try (var engines =
        Engines.forTest(Path.of("template.yaml"), Map.of("JwtIssuer", "http://localhost"))) {
      Map<String, String> environment = engines.environment("SearchApi");
      try (var recorder = new CallRecorder()) {
        var function = new SearchApi(environment);
        assertThat(recorder.calls()).isEmpty();

        function.prime();
        assertThat(recorder.calls().keySet())
            .filteredOn(call -> call.function().equals("SearchApi"))
            .extracting(Call::operation)
            .containsExactly("GetItem");
      }
    }
  }
}

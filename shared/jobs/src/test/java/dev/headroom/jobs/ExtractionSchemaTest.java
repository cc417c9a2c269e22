package dev.headroom.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.headroom.errors.FieldError;
import dev.headroom.errors.HeadroomException.Invalid;
import dev.headroom.json.Json;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an extraction may be told to look for. */
class ExtractionSchemaTest {
  private static final String OWN =
      "\"taxonomy\":{\"name\":\"t\",\"categories\":[{\"name\":\"c\"}]}";
  private final JobTypes types = new JobTypes();

  private static ObjectNode parameters(String more) throws IOException {
    return (ObjectNode)
        Json.SNAKE_CASE.readTree("{\"documents\":[{\"text\":\"a\"}]%s}".formatted(more));
  }

  private FieldError refused(String more) throws IOException {
    var parameters = parameters(more);
    var errors =
        catchThrowableOfType(Invalid.class, () -> types.check("extraction", parameters)).errors();
    assertThat(errors).hasSize(1);
    return errors.getFirst();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        OWN,
        "\"taxonomy_id\":\"licences-2.0_b\"",
        "\"taxonomy_id\":123",
        "\"taxonomy_id\":0,\"index\":false",
      })
  void a_taxonomy_or_the_id_of_one_will_do(String taxonomy) throws IOException {
    var parameters = parameters("," + taxonomy);

    assertThatCode(() -> types.check("extraction", parameters)).doesNotThrowAnyException();
  }

  @Test
  void one_of_them_must_be_there() throws IOException {
    assertThat(refused(""))
        .isEqualTo(new FieldError("parameters", "must have a taxonomy or a taxonomy_id"));
  }

  @Test
  void not_both() throws IOException {
    assertThat(refused("," + OWN + ",\"taxonomy_id\":1"))
        .isEqualTo(
            new FieldError(
                "parameters.taxonomy", "must not be there when taxonomy_id is: give one of them"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"\"", "\"a/b\"", "-1", "1.5", "1e300", "true", "null"})
  void an_id_that_can_be_none_is_refused(String id) throws IOException {
    assertThat(refused(",\"taxonomy_id\":" + id).field()).isEqualTo("parameters.taxonomy_id");
  }
}

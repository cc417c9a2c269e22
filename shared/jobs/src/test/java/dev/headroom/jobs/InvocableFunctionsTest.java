package dev.headroom.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.headroom.errors.HeadroomException;
import dev.headroom.json.Json;
import dev.headroom.settings.Settings;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class InvocableFunctionsTest {
  private static final String HERE = "arn:aws:lambda:eu-west-1:123456789012:function:";
  private static final String THERE = "arn:aws:lambda:eu-west-1:210987654321:function:";

  private static InvocableFunctions functions(String... arns) {
    return new InvocableFunctions(List.of(arns));
  }

  private static ObjectNode call(String function) {
    return Json.STORED.createObjectNode().put("function", function);
  }

  @Test
  void a_function_is_called_by_its_arn_or_its_name() {
    var functions = functions(HERE + "thumbnails", HERE + "report:live");

    assertThat(functions.arn("thumbnails")).hasValue(HERE + "thumbnails");
    assertThat(functions.arn("report:live")).hasValue(HERE + "report:live");
    assertThat(functions.arn(HERE + "report:live")).hasValue(HERE + "report:live");
    assertThat(functions.names())
        .containsExactly("thumbnails", "report:live", HERE + "thumbnails", HERE + "report:live");
  }

  @Test
  void no_other_version_is_meant_than_the_one_that_is_named() {
    var functions = functions(HERE + "thumbnails", HERE + "report:live");

    assertThat(functions.arn("thumbnails:live")).isEmpty();
    assertThat(functions.arn("report")).isEmpty();
  }

  @Test
  void a_name_that_two_have_means_neither() {
    var functions = functions(HERE + "thumbnails", THERE + "thumbnails");

    assertThat(functions.arn("thumbnails")).isEmpty();
    assertThat(functions.names()).containsExactly(HERE + "thumbnails", THERE + "thumbnails");
  }

  @Test
  void they_are_read_from_the_environment() {
    var settings =
        new Settings(Map.of("INVOCABLE_FUNCTIONS", HERE + "one, " + HERE + "two:$LATEST"));

    assertThat(InvocableFunctions.read(settings))
        .isEqualTo(functions(HERE + "one", HERE + "two:$LATEST"));
    settings.check();
    assertThat(InvocableFunctions.read(new Settings(Map.of("INVOCABLE_FUNCTIONS", ""))))
        .isEqualTo(InvocableFunctions.NONE);
  }

  @Test
  void what_is_no_arn_of_a_function_is_told_at_the_start() {
    var settings = new Settings(Map.of("INVOCABLE_FUNCTIONS", HERE + "one,thumbnails"));
    InvocableFunctions.read(settings);

    assertThatThrownBy(settings::check)
        .hasMessageContaining(
            "each of INVOCABLE_FUNCTIONS must be the ARN of a Lambda function; got"
                + " \"thumbnails\"");
  }

  @Test
  void a_job_that_calls_any_other_function_is_refused_when_it_is_submitted() {
    var types = new JobTypes(functions(HERE + "thumbnails"));

    types.check("invoke", call("thumbnails"));
    assertThatThrownBy(() -> types.check("invoke", call("another")))
        .isInstanceOf(HeadroomException.Invalid.class)
        .hasMessage(
            "parameters.function must be one that the stack parameter InvocableFunctions allows:"
                + " the schema of the type lists them.");
    assertThatThrownBy(
            () -> new JobTypes(InvocableFunctions.NONE).check("invoke", call("thumbnails")))
        .isInstanceOf(HeadroomException.Invalid.class)
        .hasMessageContaining("InvocableFunctions");
  }

  @Test
  void the_schema_lists_the_functions_that_are_allowed() {
    var types = new JobTypes(functions(HERE + "thumbnails"));

    assertThat(types.all())
        .hasEntrySatisfying(
            "invoke",
            type ->
                assertThat(type.schema().at("/properties/function/enum"))
                    .extracting(JsonNode::textValue)
                    .containsExactly("thumbnails", HERE + "thumbnails"));
  }

  @Test
  void a_program_that_does_not_know_what_may_be_called_leaves_it_to_the_worker() {
    new JobTypes().check("invoke", call("thumbnails"));
  }
}

package dev.headroom.worker.extraction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.headroom.errors.FieldError;
import dev.headroom.errors.HeadroomException.Invalid;
import java.util.List;
import org.junit.jupiter.api.Test;

class ExtractionParametersTest {
  @Test
  void a_selected_category_must_be_in_the_taxonomy() {
    assertThat(refused(Submission.of("a").withCategory("A").selecting("A", "B")))
        .containsExactly("parameters.selected_categories[1]");
  }

  @Test
  void no_two_categories_have_the_same_name() {
    assertThat(refused(Submission.of("a").withCategory("A").withCategory("B").withCategory("A")))
        .containsExactly("parameters.taxonomy.categories[2].name");
  }

  @Test
  void no_two_documents_have_the_same_id_given_or_assigned() {
    assertThat(
            refused(
                Submission.of("a")
                    .withDocument("x", "a")
                    .withDocument("x", "a")
                    .withDocument("doc_ca978112ca1bbdca", "a")
                    .withCategory("A")))
        .containsExactly("parameters.documents[2].id", "parameters.documents[3].id");
  }

  @Test
  void all_faults_are_told_together_and_say_what_came() {
    var submission = Submission.of("a").withCategory("A").withCategory("A").selecting("Other");

    var refusal = catchThrowableOfType(Invalid.class, submission::run);

    assertThat(refusal.errors())
        .containsExactly(
            new FieldError(
                "parameters.taxonomy.categories[1].name",
                "must differ from that at [0]; got \"A\" twice"),
            new FieldError(
                "parameters.selected_categories[0]",
                "must be the name of a category of the taxonomy; got \"Other\""));
  }

  @Test
  void whole_numbers_will_do_for_the_confidence() throws Exception {
    var submission = Submission.of("copyleft").withCategory("Copyleft").withMinConfidence(1);

    assertThat(submission.run().path("chunks")).isEmpty();
  }

  private static List<String> refused(Submission submission) {
    var refusal = catchThrowableOfType(Invalid.class, submission::run);
    return refusal.errors().stream().map(FieldError::field).toList();
  }
}

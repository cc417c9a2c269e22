package dev.headroom.system.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headroom.local.LocalCloud;
import dev.headroom.system.TheCloud;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The program that docs/library.md shows does what the page says. */
@ExtendWith(TheCloud.class)
class ExtractionsTest {
  @Test
  void a_job_is_submitted_once_and_its_result_read(LocalCloud cloud) throws Exception {
    var extractions = new Extractions(cloud.engines().environment("JobsApi"));
    var parameters =
        Map.of(
            "documents",
            List.of(Map.of("text", "Provided as is.")),
            "taxonomy",
            Map.of("name", "licences", "categories", List.of(Map.of("name", "as is"))));

    var result = extractions.extract(parameters);

    assertThat(result.path("chunks").isArray()).isTrue();
    assertThat(extractions.extract(parameters)).isEqualTo(result);
  }
}

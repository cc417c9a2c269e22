package dev.headroom.worker.extraction;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.headroom.json.Json;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class TaxonomyLimitsTest {
  /** Stored taxonomies have the limits of {@link dev.headroom.search.Taxonomy}. */
  @Test
  void a_taxonomy_in_a_job_has_the_limits_of_a_stored_one() throws IOException {
    JsonNode schema;
    try (var in =
        Extraction.class.getResourceAsStream("/dev/headroom/jobs/types/extraction.json")) {
      schema = Json.STORED.readTree(in).at("/properties/taxonomy/properties");
    }
    JsonNode category = schema.at("/categories/items/properties");

    assertThat(schema.at("/name/maxLength").asInt()).isEqualTo(200);
    assertThat(schema.at("/categories/maxItems").asInt()).isEqualTo(200);
    assertThat(category.at("/name/maxLength").asInt()).isEqualTo(200);
    assertThat(category.at("/description/maxLength").asInt()).isEqualTo(4_000);
    assertThat(category.at("/keywords/maxItems").asInt()).isEqualTo(200);
    assertThat(category.at("/keywords/items/maxLength").asInt()).isEqualTo(200);
  }
}

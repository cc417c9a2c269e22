package dev.headroom.system.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headroom.local.LocalCloud;
import dev.headroom.system.TheCloud;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What clean-up removes is not found any more. */
@ExtendWith(TheCloud.class)
class CleanupSearchTest {
  private static void awaitCount(Client client, int wanted) {
    client.await(
        "/search/lazy/count", answer -> answer.body().path("total_count").asInt(-1) == wanted);
  }

  @Test
  void a_chunk_that_is_cleaned_up_vanishes_from_search(LocalCloud cloud) {
    var client = Client.of(cloud, "cleanup-search");
    client
        .post(
            "/search/chunks",
            "{\"chunks\":[{\"chunk_id\":\"old\",\"chunk_text\":\"a\",\"created_at\":\"2001-01-01\"},{\"chunk_id\":\"new\",\"chunk_text\":\"a\"}]}")
        .expect(202);
    awaitCount(client, 2);
    client
        .post(
            "/cleanup/schedules",
            "{\"name\":\"chunks\",\"interval_seconds\":86400,\"retention_days\":365,\"targets\":[\"chunks\"]}")
        .expect(201);

    var run = client.post("/cleanup/run?schedule_name=chunks", "").expect(200);

    assertThat(run.body().path("files_removed").asInt()).isEqualTo(1);
    awaitCount(client, 1);
    assertThat(
            client
                .get("/search/paginated")
                .expect(200)
                .body()
                .path("results")
                .findValuesAsText("chunk_id"))
        .containsExactly("new");
  }
}

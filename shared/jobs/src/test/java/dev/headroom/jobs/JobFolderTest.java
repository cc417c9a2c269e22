package dev.headroom.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headroom.objects.FolderObjectStore;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JobFolderTest {
  private static final String ID = "job_0123456789abcdef0123456789abcdef";
  private static final Instant LATE = Instant.parse("2026-11-20T23:59:59.999Z");
  private static final String ACME = "822b33ad87c148a0a20a5ba7cd5ebcaa";

  @Test
  void a_folder_is_of_a_tenant_a_day_a_job_and_its_creation() {
    var folder = JobFolder.of("acme", ID, LATE);

    assertThat(folder.prefix())
        .isEqualTo("jobs/" + ACME + "/2026-11-20/" + ID + "-1795219199999/")
        .startsWith(JobFolder.prefixOf("acme", LocalDate.of(2026, 11, 20)))
        .startsWith(JobFolder.prefixOf("acme"));
    assertThat(JobFolder.of("acme", ID, LATE.plusMillis(1)).prefix()).contains("/2026-11-21/");
  }

  @Test
  void two_jobs_of_one_id_and_two_tenants_of_similar_names_share_no_prefix() {
    assertThat(JobFolder.of("acme", ID, LATE.minusMillis(1)).prefix())
        .isNotEqualTo(JobFolder.of("acme", ID, LATE).prefix());
    assertThat(JobFolder.prefixOf("acme/")).isNotEqualTo(JobFolder.prefixOf("acme"));
    assertThat(JobFolder.prefixOf("Acme")).isNotEqualTo(JobFolder.prefixOf("acme"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"acme", "../..", "a/b#0", "ü 😀\n", "", "."})
  void keys_of_any_tenant_are_keys_of_objects_and_can_be_read_again(
      String tenant, @TempDir Path objects) {
    var folder = JobFolder.of(tenant, ID, LATE.plusNanos(999));
    var store = new FolderObjectStore(objects);

    store.put(folder.key("3/result.0"), new byte[1]);

    var listed = store.list(JobFolder.prefixOf(tenant), Optional.empty(), 9);
    assertThat(listed).hasSize(1);
    assertThat(JobFolder.read(listed.getFirst().key())).hasValue(folder);
    assertThat(JobFolder.read(folder.prefix())).hasValue(folder);
    assertThat(folder.createdAt()).isEqualTo(LATE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "jobs/",
        "jobs/" + ID + "/1/result",
        "jobs/" + ACME + "/2026-11-20/" + ID + "-1795219199999",
        "jobs/" + ACME + "/2026-11-21/" + ID + "-1795219199999/",
        "jobs/" + ACME + "/2026-11-20/" + ID + "-01795219199999/",
        "jobs/" + ACME + "/2026-11-20/job_1-1795219199999/",
        "x/jobs/" + ACME + "/2026-11-20/" + ID + "-1795219199999/"
      })
  void what_no_job_has_written_is_no_folder(String key) {
    assertThat(JobFolder.read(key)).isEmpty();
  }
}

package dev.headroom.jobs.store;

import static dev.headroom.jobs.JobStatus.COMPLETED;
import static dev.headroom.jobs.JobStatus.PENDING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headroom.errors.HeadroomException;
import dev.headroom.jobs.AJob;
import dev.headroom.jobs.Job;
import dev.headroom.jobs.JobStatus;
import dev.headroom.jobs.JobTable;
import dev.headroom.jobs.Priority;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Pages of the real index, held against a plain list. */
class JobListingTest {
  private static final int JOBS = 160;
  private static final long SEED = new Random().nextLong();
  private static final List<Priority> PRIORITIES = List.of(Priority.values());

  private static JobTable table;
  private static JobListing listing;
  private static final List<Job> NEWEST_FIRST = new ArrayList<>();

  @BeforeAll
  static void fill() {
    table = new JobTable();
    listing = table.backend.listing();
    var random = new Random(SEED);
    for (int i = 0; i < JOBS; i++) {
      if (random.nextInt(4) > 0) { // the others share a millisecond
        table.clock.advance(Duration.ofMillis(random.nextInt(5_000)));
      }
      NEWEST_FIRST.add(anyJob(random));
    }
    NEWEST_FIRST.sort(Comparator.comparing(JobItem::createdKey).reversed());
    table.aJob().of("acme-2").created();
  }

  private static Job anyJob(Random random) {
    AJob job =
        table
            .aJob()
            .withType(random.nextInt(5) == 0 ? "extraction" : "noop")
            .withPriority(PRIORITIES.get(random.nextInt(4)));
    return switch (random.nextInt(8)) {
      case 0 -> job.cancelled();
      case 1 -> job.claimed().job();
      case 2 -> job.betweenSlices();
      case 3 -> job.completed();
      case 4 -> job.failed();
      case 5 -> job.withDelay(Duration.ofHours(1)).created();
      case 6 -> job.retriedAt(table.clock.instant().plusSeconds(9));
      default -> job.created();
    };
  }

  @AfterAll
  static void close() {
    table.close();
  }

  private static AQuery jobsOf(String tenant) {
    return new AQuery(listing, tenant);
  }

  private static List<Job> expected(Predicate<Job> wanted) {
    return NEWEST_FIRST.stream().filter(wanted).toList();
  }

  @ParameterizedTest
  @ValueSource(ints = {7, 50, 200})
  void pages_of_any_size_hold_every_job_once_newest_first(int limit) {
    assertThat(jobsOf("acme").byPagesOf(limit).all()).as("seed %d", SEED).isEqualTo(NEWEST_FIRST);
  }

  @ParameterizedTest
  @EnumSource
  void jobs_of_one_status(JobStatus status) {
    assertThat(jobsOf("acme").withStatus(status).byPagesOf(9).all())
        .as("seed %d", SEED)
        .isEqualTo(expected(job -> job.status() == status));
  }

  @ParameterizedTest
  @EnumSource
  void waiting_jobs_of_one_priority(Priority priority) {
    assertThat(jobsOf("acme").withStatus(PENDING).atPriority(priority).byPagesOf(5).all())
        .as("seed %d", SEED)
        .isEqualTo(
            expected(job -> job.status() == PENDING && job.options().priority() == priority));
  }

  @ParameterizedTest
  @ValueSource(ints = {9, 200})
  void jobs_of_one_type(int limit) {
    assertThat(jobsOf("acme").ofType("extraction").byPagesOf(limit).all())
        .as("seed %d", SEED)
        .isEqualTo(expected(job -> job.type().equals("extraction")));
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 200})
  void jobs_of_which_all_of_this_is_true(int limit) {
    Instant middle = NEWEST_FIRST.get(JOBS / 2).createdAt();

    assertThat(
            jobsOf("acme")
                .withStatus(COMPLETED)
                .ofType("noop")
                .atPriority(Priority.HIGH)
                .since(middle)
                .byPagesOf(limit)
                .all())
        .as("seed %d", SEED)
        .isEqualTo(
            expected(
                job ->
                    job.status() == COMPLETED
                        && job.type().equals("noop")
                        && job.options().priority() == Priority.HIGH
                        && !job.createdAt().isBefore(middle)));
  }

  @Test
  void another_tenant_has_its_own_list() {
    assertThat(jobsOf("acme-2").all()).extracting(Job::tenant).containsExactly("acme-2");
    assertThat(jobsOf("acme-3").all()).isEmpty();
  }

  @Test
  void a_job_is_listed_as_what_it_has_become() {
    Job job = table.aJob().of("becoming").withDelay(Duration.ofHours(1)).created();
    assertThat(jobsOf("becoming").withStatus(PENDING).all()).containsExactly(job);
    table.transitions.lookAgain(job, table.clock.instant());
    assertThat(jobsOf("becoming").withStatus(PENDING).all()).containsExactly(job);
    Claim.Granted claim = table.granted(job);
    assertThat(jobsOf("becoming").withStatus(PENDING).all()).isEmpty();
    assertThat(jobsOf("becoming").withStatus(JobStatus.RUNNING).all()).containsExactly(claim.job());
    table.transitions.fail(FencedUpdate.of(claim), "No.");
    assertThat(jobsOf("becoming").withStatus(JobStatus.FAILED).all()).hasSize(1);
    Job again = table.transitions.restart(table.now(job)).orElseThrow();
    assertThat(jobsOf("becoming").all()).containsExactly(again);
  }

  @Test
  void a_list_holds_each_job_once_while_jobs_change_their_status() throws Exception {
    var stop = new AtomicBoolean();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var churn =
          threads.submit(
              () -> {
                while (!stop.get()) {
                  var _ = table.aJob().of("churn").completed();
                }
                return true;
              });
      for (int i = 0; i < 40; i++) {
        assertThat(jobsOf("churn").firstPage().jobs()).extracting(Job::id).doesNotHaveDuplicates();
      }
      stop.set(true);
      assertThat(churn.get()).isTrue();
    }
  }

  @Test
  void a_since_beyond_the_cursor_is_an_empty_page_and_no_fault() {
    String cursor = jobsOf("acme").byPagesOf(1).firstPage().nextCursor().orElseThrow();

    assertThat(jobsOf("acme").since(table.clock.instant().plusSeconds(9)).pageAt(cursor))
        .isEqualTo(new JobQuery.Page(List.of(), Optional.empty()));
  }

  @Test
  void the_oldest_waiting_job_of_a_priority_is_known() {
    Job oldest = table.aJob().of("waiting").withPriority(Priority.HIGH).created();
    table.clock.advance(Duration.ofSeconds(7));
    var _ = table.aJob().of("waiting").withPriority(Priority.HIGH).created();

    assertThat(listing.oldestWaiting("waiting", Priority.HIGH)).hasValue(oldest.createdAt());
    assertThat(listing.oldestWaiting("waiting", Priority.LOW)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "nonsense",
        "",
        "e30",
        "MjAyNi0wMS0wMlQwMzowNDowNS42NzhaI2pvYg",
        "LTAwMDEtMDEtMDFUMDA6MDA6MDBaI2pvYl8wMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMA"
      })
  void a_cursor_that_is_none_is_refused(String cursor) {
    assertThatThrownBy(() -> jobsOf("acme").pageAt(cursor))
        .isInstanceOf(HeadroomException.Invalid.class);
  }
}

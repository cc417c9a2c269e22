package dev.headroom.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headroom.errors.HeadroomException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
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
import org.junit.jupiter.params.provider.ValueSource;

/** Pages of the real index, held against a plain list. */
class JobListingTest {
  private static final int JOBS = 240;
  private static final List<Priority> PRIORITIES = List.of(Priority.values());

  private static JobTable table;
  private static final List<Job> NEWEST_FIRST = new ArrayList<>();

  @BeforeAll
  static void fill() {
    table = new JobTable();
    var random = new Random(42);
    List<Job> jobs = new ArrayList<>();
    for (int i = 0; i < JOBS; i++) {
      if (random.nextInt(4) > 0) { // the others share a millisecond
        table.clock.advance(Duration.ofMillis(random.nextInt(5_000)));
      }
      Job job =
          table
              .aJob()
              .withType(random.nextInt(5) == 0 ? "extraction" : "noop")
              .withPriority(PRIORITIES.get(random.nextInt(4)))
              .created();
      switch (random.nextInt(4)) {
        case 0 -> job = table.store.cancel(job).orElseThrow();
        case 1 -> job = granted(job).job();
        case 2 -> {
          Claim.Granted claim = granted(job);
          table.store.complete(claim, JobTable.aPayload(), "");
          job = table.store.find(job.id()).orElseThrow();
        }
        default -> {}
      }
      jobs.add(job);
    }
    table.aJob().of("acme-2").created();
    NEWEST_FIRST.addAll(
        jobs.stream()
            .sorted(
                Collections.reverseOrder(
                    java.util.Comparator.comparing(
                        job -> JobItem.createdKey(job.createdAt(), job.id()))))
            .toList());
  }

  private static Claim.Granted granted(Job job) {
    return (Claim.Granted) table.store.claim(job.id(), job.tenant(), "w");
  }

  @AfterAll
  static void close() {
    table.close();
  }

  private static JobQuery all(int limit) {
    return new JobQuery(
        "acme",
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        limit,
        Optional.empty());
  }

  private static List<Job> readAll(JobQuery query) {
    List<Job> jobs = new ArrayList<>();
    JobQuery.Page page = table.listing.list(query);
    jobs.addAll(page.jobs());
    while (page.nextCursor().isPresent()) {
      page =
          table.listing.list(
              new JobQuery(
                  query.tenant(),
                  query.status(),
                  query.type(),
                  query.priority(),
                  query.since(),
                  query.limit(),
                  page.nextCursor()));
      assertThat(page.jobs()).hasSizeLessThanOrEqualTo(query.limit());
      jobs.addAll(page.jobs());
    }
    return jobs;
  }

  private static List<Job> expected(Predicate<Job> wanted) {
    return NEWEST_FIRST.stream().filter(wanted).toList();
  }

  @ParameterizedTest
  @ValueSource(ints = {7, 50, 200})
  void pages_of_any_size_hold_every_job_once_newest_first(int limit) {
    assertThat(readAll(all(limit))).isEqualTo(NEWEST_FIRST);
  }

  @ParameterizedTest
  @ValueSource(ints = {9, 200})
  void each_filter_gives_what_it_says(int limit) {
    Instant middle = NEWEST_FIRST.get(JOBS / 2).createdAt();
    for (JobStatus status : JobStatus.values()) {
      assertThat(
              readAll(
                  new JobQuery(
                      "acme",
                      Optional.of(status),
                      Optional.empty(),
                      Optional.empty(),
                      Optional.empty(),
                      limit,
                      Optional.empty())))
          .isEqualTo(expected(job -> job.status() == status));
    }
    assertThat(
            readAll(
                new JobQuery(
                    "acme",
                    Optional.empty(),
                    Optional.of("extraction"),
                    Optional.empty(),
                    Optional.empty(),
                    limit,
                    Optional.empty())))
        .isEqualTo(expected(job -> job.type().equals("extraction")));
    assertThat(
            readAll(
                new JobQuery(
                    "acme",
                    Optional.of(JobStatus.COMPLETED),
                    Optional.of("noop"),
                    Optional.of(Priority.HIGH),
                    Optional.of(middle),
                    limit,
                    Optional.empty())))
        .isEqualTo(
            expected(
                job ->
                    job.status() == JobStatus.COMPLETED
                        && job.type().equals("noop")
                        && job.priority() == Priority.HIGH
                        && !job.createdAt().isBefore(middle)));
  }

  @Test
  void another_tenant_has_its_own_list() {
    var query =
        new JobQuery(
            "acme-2",
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            50,
            Optional.empty());

    assertThat(table.listing.list(query).jobs()).extracting(Job::tenant).containsExactly("acme-2");
  }

  @Test
  void a_list_holds_each_job_once_while_jobs_change_their_status() throws Exception {
    var stop = new AtomicBoolean();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var churn =
          threads.submit(
              () -> {
                while (!stop.get()) {
                  Job job = table.aJob().of("churn").created();
                  table.store.complete(granted(job), JobTable.aPayload(), "");
                }
                return true;
              });
      for (int i = 0; i < 40; i++) {
        var query =
            new JobQuery(
                "churn",
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                50,
                Optional.empty());
        assertThat(table.listing.list(query).jobs()).extracting(Job::id).doesNotHaveDuplicates();
      }
      stop.set(true);
      assertThat(churn.get()).isTrue();
    }
  }

  @Test
  void a_since_beyond_the_cursor_is_an_empty_page_and_no_fault() {
    var first = table.listing.list(all(1));
    var query =
        new JobQuery(
            "acme",
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.of(table.clock.instant().plusSeconds(9)),
            1,
            first.nextCursor());

    assertThat(table.listing.list(query)).isEqualTo(new JobQuery.Page(List.of(), Optional.empty()));
  }

  @Test
  void waiting_jobs_are_counted_by_priority_with_the_age_of_the_oldest() {
    Job oldest = table.aJob().of("waiting").withPriority(Priority.HIGH).created();
    table.clock.advance(Duration.ofSeconds(7));
    var _ = table.aJob().of("waiting").withPriority(Priority.HIGH).created();

    var statistics = new JobStatistics(table.listing, table.clock).of("waiting");

    assertThat(statistics.pending())
        .containsEntry(
            Priority.HIGH, new QueueStatistics.Waiting(2, Optional.of(oldest.createdAt())))
        .containsEntry(Priority.LOW, new QueueStatistics.Waiting(0, Optional.empty()));
    assertThat(statistics.of(JobStatus.PENDING)).isEqualTo(2);
  }

  @Test
  void counts_are_those_of_the_list() {
    for (JobStatus status : JobStatus.values()) {
      assertThat(table.listing.count("acme", status))
          .isEqualTo(expected(job -> job.status() == status).size());
    }
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
    var query =
        new JobQuery(
            "acme",
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            50,
            Optional.of(cursor));

    assertThatThrownBy(() -> table.listing.list(query))
        .isInstanceOf(HeadroomException.Invalid.class);
  }
}

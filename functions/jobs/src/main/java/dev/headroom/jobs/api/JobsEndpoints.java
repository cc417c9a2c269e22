package dev.headroom.jobs.api;

import com.fasterxml.jackson.databind.JsonNode;
import dev.headroom.dialect.Dialect;
import dev.headroom.errors.FieldError;
import dev.headroom.errors.HeadroomException;
import dev.headroom.http.Request;
import dev.headroom.http.Response;
import dev.headroom.jobs.Job;
import dev.headroom.jobs.JobStatus;
import dev.headroom.jobs.JobTypes;
import dev.headroom.jobs.Pool;
import dev.headroom.jobs.Priority;
import dev.headroom.jobs.Submission;
import dev.headroom.jobs.client.Jobs;
import dev.headroom.jobs.results.JobResults;
import dev.headroom.jobs.store.JobListing;
import dev.headroom.jobs.store.JobQuery;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads requests of the v1 dialect, asks {@link Jobs}, writes answers. */
final class JobsEndpoints {
  private static final int MAX_WAIT_SECONDS = 20;

  /** What a waiting request leaves of its invocation's time, for the answer. */
  private static final Duration MARGIN = Duration.ofSeconds(5);

  private static final int DEFAULT_PAGE = 50;
  private static final int MAX_PAGE = 200;

  private final Jobs jobs;
  private final JobListing listing;
  private final JobResults results;
  private final JobTypes types;
  private final JobViews views;
  private final InstantSource clock;

  JobsEndpoints(
      Jobs jobs,
      JobListing listing,
      JobResults results,
      JobTypes types,
      JobViews views,
      InstantSource clock) {
    this.jobs = jobs;
    this.listing = listing;
    this.results = results;
    this.types = types;
    this.views = views;
    this.clock = clock;
  }

  record Told(String jobId, String status, String message) {}

  Response submit(Request request, SubmitRequest body) {
    Job job =
        jobs.submit(request.caller().tenant(), body.wish(types, request.header("idempotency-key")));
    return accepted(job, "submitted", "Job %s submitted successfully");
  }

  private static Response accepted(Job job, String status, String sentence) {
    return Response.accepted(
        Dialect.V1.base() + "/jobs/" + job.id(),
        new Told(job.id(), status, sentence.formatted(job.id())));
  }

  record Answers(List<Object> jobs) {}

  record Accepted(String jobId, String status) {}

  record Rejected(String status, List<FieldError> errors) {}

  /** Accepts each job for itself: what is wrong with one keeps no other back. */
  Response submitBatch(Request request, SubmitBatchRequest body) {
    Optional<String> key = request.header("idempotency-key");
    List<Submission> wishes = new ArrayList<>();
    List<Optional<Rejected>> unreadable = new ArrayList<>();
    for (JsonNode part : body.jobs()) {
      try {
        int number = unreadable.size();
        Optional<String> own = key.map(text -> text + "/" + number);
        wishes.add(request.bind(part, SubmitRequest.class).wish(types, own));
        unreadable.add(Optional.empty());
      } catch (HeadroomException.Invalid e) {
        unreadable.add(Optional.of(new Rejected("rejected", e.errors())));
      }
    }
    Iterator<Jobs.Answer> answers = jobs.submitAll(request.caller().tenant(), wishes).iterator();
    return Response.accepted(
        new Answers(
            unreadable.stream()
                .<Object>map(no -> no.isPresent() ? no.get() : view(answers.next()))
                .toList()));
  }

  private static Object view(Jobs.Answer answer) {
    return switch (answer) {
      case Jobs.Answer.Accepted(Job job) -> new Accepted(job.id(), "submitted");
      case Jobs.Answer.Rejected(var errors) -> new Rejected("rejected", errors);
    };
  }

  /**
   * The job as it is. With {@code wait}, when it has ended or, if the client says by If-None-Match
   * what it has seen, when it differs from that; or as it is after that many seconds.
   */
  Response get(Request request) {
    Optional<Set<String>> seen = request.header("if-none-match").map(JobsEndpoints::tags);
    Duration wait = Duration.ofSeconds(request.integer("wait", 0, 0, MAX_WAIT_SECONDS));
    Duration possible = request.timeLeft().minus(MARGIN);
    Predicate<Job> wanted =
        seen.<Predicate<Job>>map(tags -> job -> !isSeen(job, tags))
            .orElse(job -> job.status().isFinal());
    try {
      Job job =
          jobs.await(
              id(request),
              viewer(request),
              wanted,
              clock.instant().plus(wait.compareTo(possible) < 0 ? wait : possible));
      return seen.filter(tags -> isSeen(job, tags)).isPresent()
          ? Response.notModified().with("etag", tag(job))
          : Response.ok(views.alone(job)).with("etag", tag(job));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new HeadroomException.Unavailable("The wait was interrupted. Ask again.", e);
    }
  }

  private static boolean isSeen(Job job, Set<String> tags) {
    return tags.contains("*") || tags.contains(tag(job));
  }

  /** A list of tags; proxies that compress make strong ones weak. */
  private static Set<String> tags(String header) {
    return Arrays.stream(header.split(","))
        .map(tag -> tag.strip().replaceFirst("^W/", ""))
        .collect(Collectors.toSet());
  }

  Response result(Request request) {
    int limit = request.integer("limit", DEFAULT_PAGE, 1, MAX_PAGE);
    Job job = jobs.get(id(request), viewer(request));
    return Response.ok(results.page(job, limit, request.query("cursor")));
  }

  record Page(List<JobView> jobs, @Nullable String nextCursor) {}

  Response list(Request request) {
    var page =
        listing.list(
            new JobQuery(
                tenant(request),
                request.oneOf("status", JobStatus.class),
                request.query("job_type"),
                request.oneOf("priority", Priority.class),
                request.instant("since"),
                request.integer("limit", DEFAULT_PAGE, 1, MAX_PAGE),
                request.query("cursor")));
    return Response.ok(
        new Page(page.jobs().stream().map(views::listed).toList(), page.nextCursor().orElse(null)));
  }

  Response cancel(Request request) {
    Job job = jobs.cancel(id(request), viewer(request));
    return Response.ok(
        new Told(job.id(), "cancelled", "Job %s cancelled successfully".formatted(job.id())));
  }

  Response retry(Request request) {
    Job job = jobs.retry(id(request), viewer(request));
    return accepted(job, "pending", "Job %s will be tried again");
  }

  record Types(List<Type> types) {}

  record Type(
      String jobType,
      String description,
      Pool pool,
      int maxAttempts,
      long timeoutSeconds,
      JsonNode parameters) {
    static Type of(String name, JobTypes.Description type) {
      return new Type(
          name,
          type.schema().path("description").asText(),
          type.pool(),
          type.defaults().maxAttempts(),
          type.defaults().timeout().toSeconds(),
          type.schema());
    }
  }

  Response types(Request request) {
    return Response.ok(
        new Types(
            types.all().entrySet().stream()
                .map(type -> Type.of(type.getKey(), type.getValue()))
                .toList()));
  }

  private static String id(Request request) {
    return request.pathParameter("id");
  }

  /** Whose jobs are meant: the caller's own, unless an administrator names another. */
  static String tenant(Request request) {
    String own = request.caller().tenant();
    String named = request.query("tenant").orElse(own);
    if (!named.equals(own) && !request.caller().isAdmin()) {
      throw new HeadroomException.Invalid(
          "tenant", "may be another than your own only with the scope performance.admin");
    }
    return named;
  }

  static Optional<String> viewer(Request request) {
    return request.caller().isAdmin() ? Optional.empty() : Optional.of(request.caller().tenant());
  }

  private static String tag(Job job) {
    return "\"" + job.revision() + "\"";
  }
}

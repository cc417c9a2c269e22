package dev.headroom.worker.faults;

import dev.headroom.aws.AwsClients;
import dev.headroom.jobs.Claim;
import dev.headroom.jobs.Job;
import dev.headroom.jobs.JobBackend;
import dev.headroom.jobs.JobQueue;
import dev.headroom.jobs.JobSettings;
import dev.headroom.jobs.JobStatus;
import dev.headroom.jobs.JobTerms;
import dev.headroom.jobs.JobTypes;
import dev.headroom.jobs.Jobs;
import dev.headroom.jobs.Submission;
import dev.headroom.settings.Settings;
import dev.headroom.worker.Delivery;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A process that does once whatever clients, workers and sweeps do, and is killed somewhere in it.
 * What it was answered, it prints, for its parent to hold against what is there.
 */
final class Victim {
  static final String ENDED = "ended";
  private static final String TENANT = "acme";
  private static final Duration LONG = Duration.ofMinutes(15);

  static final Wish SLICED = new Wish(0, Wish.Kind.STEPS, 0, 4, 2);
  static final Wish FAILS_ONCE = new Wish(1, Wish.Kind.FAILS, 1, 0, 0);
  static final Wish CANCELLED = new Wish(2, Wish.Kind.COMPLETES, 0, 0, 0);
  static final Wish FAILS = new Wish(3, Wish.Kind.THROWS, 1, 0, 0);
  static final Wish FAR_OFF = new Wish(4, Wish.Kind.COMPLETES, 0, 0, 0);
  static final Wish ABANDONED = new Wish(5, Wish.Kind.COMPLETES, 0, 0, 0);
  static final List<Wish> WISHES =
      List.of(SLICED, FAILS_ONCE, CANCELLED, FAILS, FAR_OFF, ABANDONED);

  static final List<Wish> MAY_NOT_COMPLETE = List.of(CANCELLED, FAILS);

  private final AtomicReference<Instant> now;
  private final AtomicInteger turn = new AtomicInteger();
  private final JobBackend backend;
  private final Jobs jobs;
  private final Delivery worker;

  private Victim(Map<String, String> environment, Instant now) {
    this.now = new AtomicReference<>(now);
    var settings = JobSettings.read(new Settings(environment));
    backend =
        JobBackend.open(settings, new AwsClients(environment), this.now::get, new SecureRandom());
    jobs = backend.jobs(new JobTypes());
    worker = new Delivery(backend, List.of(new Work("noop", turn::get)));
  }

  /**
   * Begins.
   *
   * @param arguments the time as an ISO instant
   */
  public static void main(String[] arguments) throws InterruptedException {
    new Victim(System.getenv(), Instant.parse(arguments[0])).live();
    System.out.printf("%s %d%n", ENDED, KillPoint.changes());
    System.exit(0);
  }

  private static void tell(String what, Object about, Job answer) {
    System.out.printf("%s %s %s %d%n", what, about, answer.id(), answer.turn());
  }

  private void live() throws InterruptedException {
    Job sliced = submit(SLICED.asked(JobTerms.DEFAULT, Duration.ZERO).under("key"), SLICED);
    work(sliced);
    work(sliced);
    List<Job> together = submitTogether(FAILS_ONCE, CANCELLED, FAILS);
    work(together.get(0));
    work(together.get(0));
    claim(together.get(1));
    tell("cancelled", "", jobs.cancel(together.get(1).id(), Optional.of(TENANT)));
    work(together.get(2));
    tell("retried", "", jobs.retry(together.get(2).id(), Optional.of(TENANT)));
    work(together.get(2));
    Job farOff = submit(FAR_OFF.asked(JobTerms.DEFAULT, Duration.ofHours(3)), FAR_OFF);
    Job abandoned = submit(ABANDONED.asked(JobTerms.DEFAULT, Duration.ZERO), ABANDONED);
    claim(abandoned);
    now.updateAndGet(before -> before.plus(Duration.ofHours(2).plusMinutes(50)));
    var _ = backend.sweep().run(() -> true);
    work(farOff);
    work(abandoned);
  }

  private Job submit(Submission submission, Wish wish) {
    Job job = jobs.submit(TENANT, submission);
    tell("accepted", wish.number(), job);
    return job;
  }

  private List<Job> submitTogether(Wish... wishes) {
    List<Submission> submissions = new ArrayList<>();
    for (Wish wish : wishes) {
      JobTerms terms = JobTerms.DEFAULT.withMaxAttempts(wish.equals(FAILS) ? 1 : 3);
      submissions.add(wish.asked(terms, Duration.ZERO));
    }
    List<Job> accepted = new ArrayList<>();
    for (Jobs.Answer answer : jobs.submitAll(TENANT, submissions)) {
      Job job = ((Jobs.Answer.Accepted) answer).job();
      tell("accepted", wishes[accepted.size()].number(), job);
      accepted.add(job);
    }
    return accepted;
  }

  private JobQueue.Message message(Job job) {
    Job present = jobs.get(job.id(), Optional.empty());
    return new JobQueue.Message(
        job.id(), TENANT, present.turn(), present.status() == JobStatus.RUNNING);
  }

  private void work(Job job) throws InterruptedException {
    JobQueue.Message message = message(job);
    turn.set(message.turn() + 1);
    worker.of(message, "victim " + message.turn(), LONG);
  }

  private void claim(Job job) {
    if (!(backend.store().claim(message(job), "gone") instanceof Claim.Granted)) {
      throw new IllegalStateException("There is nobody else");
    }
  }
}

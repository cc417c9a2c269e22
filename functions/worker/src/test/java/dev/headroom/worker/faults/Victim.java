package dev.headroom.worker.faults;

import dev.headroom.aws.AwsCalls;
import dev.headroom.aws.AwsClients;
import dev.headroom.jobs.Job;
import dev.headroom.jobs.JobOptions;
import dev.headroom.jobs.JobQueue;
import dev.headroom.jobs.JobSettings;
import dev.headroom.jobs.JobStatus;
import dev.headroom.jobs.JobTypes;
import dev.headroom.jobs.Submission;
import dev.headroom.jobs.client.JobBackend;
import dev.headroom.jobs.client.Jobs;
import dev.headroom.jobs.store.Claim;
import dev.headroom.settings.Settings;
import dev.headroom.worker.Delivery;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/**
 * Does once whatever clients, workers and sweeps do, and dies somewhere in it. It tells what it was
 * answered, to be held against what is there.
 */
final class Victim {
  /** The exit status of a process that has halted. */
  static final int HALTED = 137;

  /** Before what a process tells, among whatever else a JVM says. */
  static final String SAYS = "> ";

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
  private final Consumer<String> teller;
  private final AtomicInteger turn = new AtomicInteger();
  private final JobBackend backend;
  private final Jobs jobs;
  private final Delivery worker;

  /**
   * One that begins.
   *
   * @param now what the backend's clock shows: it moves it
   */
  Victim(AtomicReference<Instant> now, JobBackend backend, Consumer<String> teller) {
    this.now = now;
    this.backend = backend;
    this.teller = teller;
    jobs = backend.jobs(new JobTypes());
    worker = new Delivery(backend, new Work(turn::get));
  }

  /**
   * Lives in a process of its own, until it halts.
   *
   * @param arguments the time as an ISO instant, and before which of its changes it halts
   */
  public static void main(String[] arguments) throws InterruptedException {
    var now = new AtomicReference<>(Instant.parse(arguments[0]));
    var machine = new Machine("victim", now::get, Weather.fine(), new Journal(), 1);
    machine.diesAfter(Integer.parseInt(arguments[1]), () -> Runtime.getRuntime().halt(HALTED));
    var _ = AwsCalls.observe(new FaultObserver());
    machine.start(() -> new Victim(now, open(now::get), Victim::say).live()).join();
    System.exit(0);
  }

  private static JobBackend open(InstantSource clock) {
    Map<String, String> environment = System.getenv();
    return JobBackend.open(
        JobSettings.read(new Settings(environment)),
        new AwsClients(environment),
        clock,
        new SecureRandom());
  }

  private static void say(String what) {
    System.out.println(SAYS + what);
    System.out.flush();
  }

  private void tell(String what, Object about, Job answer) {
    teller.accept("%s %s %s %d".formatted(what, about, answer.id(), answer.fencingToken()));
  }

  void live() {
    try {
      work();
    } catch (InterruptedException e) {
      throw new AssertionError("Nobody interrupts it", e);
    }
  }

  private void work() throws InterruptedException {
    Job sliced = submit(SLICED.asked(JobOptions.DEFAULT, Duration.ZERO).under("key"), SLICED);
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
    Job farOff = submit(FAR_OFF.asked(JobOptions.DEFAULT, Duration.ofHours(3)), FAR_OFF);
    Job abandoned = submit(ABANDONED.asked(JobOptions.DEFAULT, Duration.ZERO), ABANDONED);
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
      JobOptions terms = JobOptions.DEFAULT.withMaxAttempts(wish.equals(FAILS) ? 1 : 3);
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
        job.id(), TENANT, present.fencingToken(), present.status() == JobStatus.RUNNING);
  }

  private void work(Job job) throws InterruptedException {
    JobQueue.Message message = message(job);
    turn.set(message.turn() + 1);
    worker.of(message, "victim " + message.turn(), LONG);
  }

  private void claim(Job job) {
    if (!(backend.claims().claim(message(job), "gone") instanceof Claim.Granted)) {
      throw new IllegalStateException("There is nobody else");
    }
  }
}

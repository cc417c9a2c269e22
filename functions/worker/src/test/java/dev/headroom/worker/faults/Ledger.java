package dev.headroom.worker.faults;

import dev.headroom.jobs.Job;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** What clients were told, to be held against what happened. */
final class Ledger {
  /**
   * The answers to one kind of request.
   *
   * @param accepted the job as it was answered, each time that it was
   * @param refused how often the answer was that it cannot be
   * @param unknown how often there was no answer: it may have been done or not
   */
  record Answers(List<Accepted> accepted, List<String> refused, List<String> unknown) {
    private Answers() {
      this(
          new CopyOnWriteArrayList<>(), new CopyOnWriteArrayList<>(), new CopyOnWriteArrayList<>());
    }

    void accept(Job job) {
      accept(job.id(), job.fencingToken());
    }

    void accept(String job, int turn) {
      accepted.add(new Accepted(job, turn));
    }
  }

  /** A good answer: which job it was about, and at which turn that was then. */
  record Accepted(String job, int turn) {}

  private final Map<Integer, Answers> submissions = new ConcurrentHashMap<>();
  private final Map<String, Answers> cancels = new ConcurrentHashMap<>();
  private final Map<String, Answers> retries = new ConcurrentHashMap<>();

  Answers submission(int wish) {
    return submissions.computeIfAbsent(wish, _ -> new Answers());
  }

  Answers cancel(String job) {
    return cancels.computeIfAbsent(job, _ -> new Answers());
  }

  Answers retry(String job) {
    return retries.computeIfAbsent(job, _ -> new Answers());
  }

  /** Every job whose submission was answered well. */
  List<String> accepted() {
    Set<String> ids = new TreeSet<>();
    submissions.values().forEach(all -> all.accepted().forEach(job -> ids.add(job.job())));
    return List.copyOf(ids);
  }
}

package dev.headroom.worker.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headroom.jobs.JobStatus;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A process is killed, as by {@code kill -9}, after each of its calls that change something; and
 * each time the others bring everything to a good end.
 */
class KilledWorkerTest {
  /** Processes at a time, each with engines of its own: what one leaves behind is due to it. */
  private static final int LANES = 2;

  @TempDir private Path folder;

  @Test
  void whenever_a_process_is_killed_the_others_bring_its_jobs_to_an_end() throws Exception {
    var next = new AtomicInteger();
    var kills = new AtomicInteger();
    int all;
    try (World world = new World()) {
      all = changes(world);
    }
    List<Callable<List<String>>> lanes = new ArrayList<>();
    for (int lane = 0; lane < LANES; lane++) {
      lanes.add(() -> killed(next, all, kills));
    }
    List<String> faults = new ArrayList<>();
    try (var threads = Executors.newFixedThreadPool(LANES)) {
      for (Future<List<String>> lane : threads.invokeAll(lanes)) {
        faults.addAll(lane.get());
      }
    }
    System.out.printf("Killed %d times, at each of %d calls.%n", kills.get(), all);
    assertThat(faults).isEmpty();
    // Where the machine was away, a call was made again, and not every time.
    assertThat(kills).hasValueGreaterThanOrEqualTo(all - 2);
  }

  /** Lets one live. */
  private int changes(World world) throws Exception {
    Process process = start(world, Integer.MAX_VALUE);
    List<String> told = read(process);
    assertThat(process.waitFor()).as(String.join("\n", told)).isZero();
    List<String> faults = judge(world, told);
    assertThat(faults).isEmpty();
    String end =
        told.stream().filter(line -> line.startsWith(Victim.ENDED)).findAny().orElseThrow();
    return Integer.parseInt(end.substring(Victim.ENDED.length() + 1));
  }

  private List<String> killed(AtomicInteger next, int all, AtomicInteger kills) throws Exception {
    List<String> faults = new ArrayList<>();
    try (World world = new World()) {
      for (int calls = next.getAndIncrement(); calls < all; calls = next.getAndIncrement()) {
        world.clear();
        Process process = start(world, calls);
        List<String> told;
        try {
          told = read(process);
        } finally {
          process.destroyForcibly().waitFor();
        }
        if (told.getLast().startsWith(KillPoint.STOPPED)) {
          kills.incrementAndGet();
        } else {
          assertThat(told.getLast()).startsWith(Victim.ENDED);
        }
        for (String fault : judge(world, told)) {
          faults.add("Killed after %d calls, %s: %s".formatted(calls, told.getLast(), fault));
        }
      }
    }
    return faults;
  }

  private Process start(World world, int calls) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-XX:+UseSerialGC");
    command.add("-XX:TieredStopAtLevel=1");
    command.add("-D%s=%d".formatted(KillPoint.PROPERTY, calls));
    command.add("-Dheadroom.log=" + folder.resolve("victim.log"));
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(Victim.class.getName());
    command.add(world.time().instant().toString());
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().putAll(world.environment());
    return builder.start();
  }

  /** Everything that it says until it stops, or ends. */
  private static List<String> read(Process process) throws IOException {
    List<String> told = new ArrayList<>();
    BufferedReader out = process.inputReader();
    for (String line = out.readLine(); line != null; line = out.readLine()) {
      told.add(line);
      if (line.startsWith(KillPoint.STOPPED)) {
        return told;
      }
    }
    return told;
  }

  /** Lets the others work, and holds what came of it against what the victim was answered. */
  private static List<String> judge(World world, List<String> told) throws Exception {
    world.advance(Duration.ofHours(3));
    var fleet = new Fleet(world, Weather.fine(), new Random(1));
    fleet.comeToRest();
    var verdict = new Verdict(world, ledger(told));
    List<String> faults = new ArrayList<>(verdict.faults());
    fleet.surprises().forEach(surprise -> faults.add(surprise.toString()));
    verdict
        .ends()
        .forEach(
            (wish, end) -> {
              if (!Victim.MAY_NOT_COMPLETE.contains(wish) && end != JobStatus.COMPLETED) {
                faults.add("%s: one attempt was lost, and it is %s".formatted(wish, end));
              }
            });
    return faults;
  }

  private static Ledger ledger(List<String> told) {
    var ledger = new Ledger();
    for (Wish wish : Victim.WISHES) {
      ledger.submission(wish.number()).unknown().add("killed");
    }
    for (String line : told) {
      String[] words = line.split(" ", -1);
      if (words.length == 4) {
        answers(ledger, words).accept(words[2], Integer.parseInt(words[3]));
        ledger.cancel(words[2]).unknown().add("killed");
        ledger.retry(words[2]).unknown().add("killed");
      }
    }
    return ledger;
  }

  private static Ledger.Answers answers(Ledger ledger, String[] words) {
    return switch (words[0]) {
      case "accepted" -> ledger.submission(Integer.parseInt(words[1]));
      case "cancelled" -> ledger.cancel(words[2]);
      case "retried" -> ledger.retry(words[2]);
      default -> throw new IllegalArgumentException(String.join(" ", words));
    };
  }
}

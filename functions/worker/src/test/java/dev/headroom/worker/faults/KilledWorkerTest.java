package dev.headroom.worker.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headroom.jobs.JobStatus;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A worker dies before each of its calls that change something, and each time the others bring
 * everything to a good end. Between two reads there is nothing to be told apart, and what is left
 * of a death after a call is what is left of a death before the next.
 *
 * <p>At every call dies a machine in this JVM, which makes no call from then on; and at some, or
 * with {@code -Dfaults.kills=all} at every one, a process that halts.
 */
class KilledWorkerTest {
  private static final int PROCESSES = 3;

  private static World world;
  @TempDir private Path folder;

  @BeforeAll
  static void open() {
    world = new World();
  }

  @AfterAll
  static void close() {
    world.close();
  }

  @Test
  void whenever_a_worker_dies_the_others_bring_its_jobs_to_an_end() throws Exception {
    List<String> faults = new ArrayList<>();
    int calls = 0;
    boolean died = true;
    while (died) {
      world.clear();
      List<String> told = new ArrayList<>();
      died = diesHere(calls, told);
      faults.addAll(judged("Died before call %d".formatted(calls), told));
      calls++;
    }
    int all = calls - 1;
    for (int call : sample(all)) {
      world.clear();
      List<String> told = halted(call);
      faults.addAll(judged("Halted before call %d".formatted(call), told));
    }

    assertThat(faults).isEmpty();
    assertThat(all).as("calls that change something").isGreaterThan(30);
  }

  /** Whether the victim died before so many of its changes were made: else it came to its end. */
  private static boolean diesHere(int changes, List<String> told) throws InterruptedException {
    var machine = new Machine("victim", world.time(), Weather.fine(), new Journal(), 1);
    machine.diesAfter(changes, machine::die);
    var now = new AtomicReference<>(world.time().instant());
    var surprises = new ArrayList<Throwable>();
    Runnable life =
        () -> {
          try {
            new Victim(now, world.backend(now::get, machine.chance()), told::add).live();
          } catch (Exception | Error e) {
            surprises.add(e);
          }
        };
    machine.start(life).join();
    if (!machine.isDead()) {
      assertThat(surprises).isEmpty();
    }
    return machine.isDead();
  }

  /** What a process told before it halted. */
  private List<String> halted(int changes) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-XX:+UseSerialGC");
    command.add("-XX:TieredStopAtLevel=1");
    command.add("-Dheadroom.log=" + folder.resolve("victim.log"));
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(Victim.class.getName());
    command.add(world.time().instant().toString());
    command.add(String.valueOf(changes));
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().putAll(world.environment());
    Process process = builder.start();
    try {
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(process.waitFor()).as(said).isEqualTo(Victim.HALTED);
      return said.lines()
          .filter(line -> line.startsWith(Victim.SAYS))
          .map(line -> line.substring(Victim.SAYS.length()))
          .toList();
    } finally {
      process.destroyForcibly();
    }
  }

  /** Some, or all. */
  private static List<Integer> sample(int calls) {
    if (System.getProperty("faults.kills", "some").equals("all")) {
      return IntStream.range(0, calls).boxed().toList();
    }
    return IntStream.rangeClosed(1, PROCESSES).mapToObj(i -> i * calls / (PROCESSES + 1)).toList();
  }

  /** Lets the others work, and holds what came of it against what the victim was answered. */
  private static List<String> judged(String death, List<String> told) throws Exception {
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
    return faults.stream().map(fault -> "%s, told %s: %s".formatted(death, told, fault)).toList();
  }

  private static Ledger ledger(List<String> told) {
    var ledger = new Ledger();
    for (Wish wish : Victim.WISHES) {
      ledger.submission(wish.number()).unknown().add("killed");
    }
    for (String line : told) {
      String[] words = line.split(" ", -1);
      answers(ledger, words).accept(words[2], Integer.parseInt(words[3]));
      ledger.cancel(words[2]).unknown().add("killed");
      ledger.retry(words[2]).unknown().add("killed");
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

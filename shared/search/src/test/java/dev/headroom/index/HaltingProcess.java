package dev.headroom.index;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;

/** A process that performs a {@link WriterTask} and halts before one of its writes. */
final class HaltingProcess {
  private static final int HALTED = 77;

  private HaltingProcess() {}

  /** Whether it halted, and did not come to the end of its task. */
  static boolean run(ChunkTable table, IndexFixture fixture, WriterTask task, int step)
      throws Exception {
    var builder =
        JavaProcess.process(
            HaltingProcess.class,
            table,
            fixture.folder().toString(),
            fixture.tenant(),
            fixture.clock().instant().toString(),
            task.name(),
            String.valueOf(step));
    Process process = builder.redirectErrorStream(true).start();
    String said = process.inputReader(UTF_8).readAllAsString();
    int exit = process.waitFor();
    if (exit != 0 && exit != HALTED) {
      throw new IOException("It failed: " + exit + " " + said);
    }
    return exit == HALTED;
  }

  // ------------------------------------------------ in the process

  public static void main(String[] arguments) {
    Path folder = Path.of(arguments[0]);
    var clock = new TestClock();
    clock.advance(Duration.between(clock.instant(), Instant.parse(arguments[2])));
    int step = Integer.parseInt(arguments[4]);
    var calls = new AtomicInteger();
    var objects =
        new ObservedObjectStore(
            IndexFixture.objectsIn(folder),
            (call, _) -> {
              if (ObservedObjectStore.writes(call) && calls.getAndIncrement() >= step) {
                Runtime.getRuntime().halt(HALTED);
              }
            });
    var fixture =
        new IndexFixture(ChunkTable.open(System.getenv()), arguments[1], folder, clock, objects);
    WriterTask.valueOf(arguments[3]).begin(fixture, fixture.writer());
    System.exit(0);
  }
}

package dev.headroom.index;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNullElse;

import dev.headroom.index.sweeping.Sweep;
import dev.headroom.index.writing.PartitionWriter;
import dev.headroom.search.Chunk;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * A process that writes chunks, and applies them and those of others to an index that it shares. Of
 * some ids it is the only writer: their texts are revisions that grow. It reports each revision
 * that it knows to be published. Its clock moves only when the test says so.
 */
final class RacingProcess implements AutoCloseable {
  /** Precedes each of its reports, for a JVM writes other lines too. */
  private static final String REPORT = "> ";

  private static final String STOPPED = REPORT + "stopped ";

  private static final int OWN = 4;
  private static final int SHARED = 10;

  private final Process process;
  private final BufferedReader out;

  private RacingProcess(Process process) {
    this.process = process;
    this.out = process.inputReader(UTF_8);
  }

  /**
   * Starts one.
   *
   * @param stopsAt at which of its attempts to publish it waits for {@link #goOn}, from 1, or at a
   *     later one when others were quicker each time, since it is to be heard before; 0 for none
   */
  static RacingProcess start(ChunkTable table, IndexFixture fixture, String name, int stopsAt)
      throws IOException {
    return new RacingProcess(
        JavaProcess.process(
                RacingProcess.class,
                table,
                fixture.folder().toString(),
                fixture.tenant(),
                name,
                String.valueOf(stopsAt),
                fixture.clock().instant().toString())
            .redirectErrorStream(true)
            .start());
  }

  /** Every id that a process of this name may write. */
  static List<String> ids(String name) {
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < OWN; i++) {
      ids.add(name + " " + i);
      ids.add(name + " comes and goes " + i);
    }
    for (int i = 0; i < SHARED; i++) {
      ids.add("shared " + i);
    }
    return ids;
  }

  static int revision(String text) {
    return Integer.parseInt(text.substring("revision ".length()));
  }

  /**
   * Passes its reports on until it has ended.
   *
   * @param published receives the id and the revision of each chunk that is published
   * @param stopped receives the keys that it uploaded and has not published, when it waits
   */
  void listen(BiConsumer<String, Integer> published, Consumer<List<String>> stopped)
      throws IOException {
    for (String line = out.readLine(); line != null; line = out.readLine()) {
      if (line.startsWith(STOPPED)) {
        stopped.accept(List.of(line.substring(STOPPED.length()).split(" ")));
      } else if (line.startsWith(REPORT)) {
        String[] parts = line.substring(REPORT.length()).split("=", -1);
        published.accept(parts[0], Integer.valueOf(parts[1]));
      } else if (line.contains("Exception") || line.contains("Error")) {
        System.out.println("A racing process says: " + line);
      }
    }
  }

  /** Moves its clock by the grace time. */
  void passGraceTime() throws IOException {
    command("later");
  }

  void goOn() throws IOException {
    command("go on");
  }

  void end() throws IOException {
    command("end");
  }

  private void command(String line) throws IOException {
    process.outputWriter(UTF_8).write(line + "\n");
    process.outputWriter(UTF_8).flush();
  }

  /** As a Lambda is frozen, or thaws. */
  void signal(String name) throws Exception {
    int exit = new ProcessBuilder("kill", "-" + name, "" + process.pid()).start().waitFor();
    if (exit != 0) {
      throw new IOException("kill -" + name + " failed");
    }
  }

  void kill() {
    // By its handle, for else its output, too, would be closed.
    var _ = process.toHandle().destroyForcibly();
    process.onExit().join();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  int exit() throws InterruptedException {
    return process.waitFor();
  }

  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
  }

  // ------------------------------------------------ in the process

  public static void main(String[] arguments) throws Exception {
    var clock = new TestClock();
    clock.advance(Duration.between(clock.instant(), Instant.parse(arguments[4])));
    var commands = new Commands(new BufferedReader(new InputStreamReader(System.in, UTF_8)), clock);
    Path folder = Path.of(arguments[0]);
    var stop = new Stop(Integer.parseInt(arguments[3]), commands);
    var objects = new ObservedObjectStore(IndexFixture.objectsIn(folder), stop);
    var fixture =
        new IndexFixture(ChunkTable.open(System.getenv()), arguments[1], folder, clock, objects);
    try (PartitionWriter writer = fixture.writer()) {
      write(fixture, arguments[2], writer, commands, stop);
    }
    System.exit(0);
  }

  private static void report(String line) {
    System.out.println(line);
    System.out.flush();
  }

  /** What the test wants the process to do. */
  private record Commands(BufferedReader in, TestClock clock) {
    /** Executes all that have come, and returns whether one of them was to end. */
    boolean wereToEnd() throws IOException {
      boolean end = false;
      while (!end && in.ready()) {
        end = execute().equals("end");
      }
      return end;
    }

    void awaitGoOn() throws IOException {
      String line;
      do {
        line = execute();
      } while (line.equals("later"));
    }

    private String execute() throws IOException {
      String line = requireNonNullElse(in.readLine(), "end");
      if (line.equals("later")) {
        clock.advance(Sweep.GRACE);
      }
      return line;
    }
  }

  /** Waits before one publication, whose files are uploaded, and which is not the first. */
  private static final class Stop implements ObservedObjectStore.Listener {
    private final int at;
    private final Commands commands;
    private final Queue<String> uploaded = new ConcurrentLinkedQueue<>();
    private int attempts;
    private boolean published;
    private boolean stopped;

    Stop(int at, Commands commands) {
      this.at = at;
      this.commands = commands;
    }

    @Override
    public void before(String call, Collection<String> keys) {
      if (call.equals("upload")) {
        uploaded.addAll(keys);
      } else if (call.equals("putIf")) {
        attempts++;
        if (at > 0 && attempts >= at && published && !stopped) {
          stopped = true;
          await();
        }
        uploaded.clear();
      }
    }

    void published() {
      published = true;
    }

    private void await() {
      report(STOPPED + String.join(" ", uploaded));
      try {
        commands.awaitGoOn();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private static void write(
      IndexFixture fixture, String name, PartitionWriter writer, Commands commands, Stop stop)
      throws IOException {
    var random = new Random(name.hashCode());
    List<String> own = ids(name).stream().filter(id -> id.matches("\\w+ \\d+")).toList();
    own = own.stream().filter(id -> id.startsWith(name)).toList();
    Map<String, Chunk> there = fixture.truth().read(fixture.tenant(), own);
    int revision =
        there.values().stream().mapToInt(chunk -> revision(chunk.text())).max().orElse(0);
    while (!commands.wereToEnd()) {
      revision++;
      String mine = own.get(random.nextInt(own.size()));
      fixture.put(mine, "revision " + revision);
      List<String> ids = new ArrayList<>(List.of(mine));
      for (String id : ids(name)) {
        if (!own.contains(id) && random.nextInt(4) == 0) {
          changeAny(fixture, id, random);
          ids.add(id);
        }
      }
      var _ = writer.apply(ids);
      report(REPORT + mine + "=" + revision);
      stop.published();
    }
  }

  private static void changeAny(IndexFixture fixture, String id, Random random) {
    if (random.nextInt(3) == 0) {
      fixture.remove(id);
    } else {
      fixture.put(id, "any " + random.nextInt());
    }
  }
}

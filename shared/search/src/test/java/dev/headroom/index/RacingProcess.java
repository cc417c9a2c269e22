package dev.headroom.index;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.headroom.search.Chunk;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;

/**
 * A process that writes chunks, and has them and others' applied to an index that it shares. Of
 * some ids it is the only writer: their texts are revisions that grow. It tells each that it knows
 * to be published.
 */
final class RacingProcess implements AutoCloseable {
  /** Before what it tells, among whatever else a JVM says. */
  private static final String SAYS = "> ";

  /** How much quicker time passes for them: a grace time takes four seconds. */
  private static final int HASTE = 300;

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
   * @param stopsAt at which of its publications it waits to be told to go on; 0 for none
   */
  static RacingProcess start(ChunkTable table, Site site, String name, int stopsAt)
      throws IOException {
    return new RacingProcess(
        Java.process(
                RacingProcess.class,
                table,
                site.folder().toString(),
                site.tenant(),
                name,
                String.valueOf(stopsAt),
                site.clock().instant().toString())
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

  /** Hands on what it tells until it has ended. */
  void listen(BiConsumer<String, Integer> told, Runnable stopped) throws IOException {
    for (String line = out.readLine(); line != null; line = out.readLine()) {
      if (line.equals(SAYS + "stopped")) {
        stopped.run();
      } else if (line.startsWith(SAYS)) {
        String[] parts = line.substring(SAYS.length()).split("=", -1);
        told.accept(parts[0], Integer.valueOf(parts[1]));
      } else if (line.contains("Exception") || line.contains("Error")) {
        System.out.println("A racing process says: " + line);
      }
    }
  }

  void tell(String line) throws IOException {
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

  int exit() throws InterruptedException {
    return process.waitFor();
  }

  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
  }

  // ------------------------------------------------ in the process

  public static void main(String[] arguments) throws Exception {
    var in = new BufferedReader(new InputStreamReader(System.in, UTF_8));
    InstantSource clock = hasty(Instant.parse(arguments[4]));
    Path folder = Path.of(arguments[0]);
    int stopsAt = Integer.parseInt(arguments[3]);
    var publications = new AtomicInteger();
    var objects =
        new ToldObjects(
            Site.objectsIn(folder),
            (call, _) -> {
              if (call.equals("putIf") && publications.incrementAndGet() == stopsAt) {
                waitToGoOn(in);
              }
            });
    var site =
        new Site(ChunkTable.open(System.getenv()), arguments[1], folder, new TestClock(), objects);
    var snapshots = new Snapshots(objects, site.partition());
    var random = new SecureRandom();
    try (var writer = new PartitionWriter(snapshots, site.truth(), site.scratch(), clock, random)) {
      write(site, arguments[2], writer, in);
    }
    System.exit(0);
  }

  private static InstantSource hasty(Instant begin) {
    return () -> {
      Instant now = InstantSource.system().instant();
      return now.plus(Duration.between(begin, now).multipliedBy(HASTE));
    };
  }

  private static void waitToGoOn(BufferedReader in) {
    say("stopped");
    try {
      var _ = in.readLine();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void say(String what) {
    System.out.println(SAYS + what);
    System.out.flush();
  }

  private static void write(Site site, String name, PartitionWriter writer, BufferedReader in)
      throws IOException {
    var random = new Random(name.hashCode());
    List<String> own = ids(name).stream().filter(id -> id.matches("\\w+ \\d+")).toList();
    own = own.stream().filter(id -> id.startsWith(name)).toList();
    Map<String, Chunk> there = site.truth().read(site.tenant(), own);
    int revision =
        there.values().stream().mapToInt(chunk -> revision(chunk.text())).max().orElse(0);
    // The end of its input is the sign to end.
    while (!in.ready()) {
      revision++;
      String mine = own.get(random.nextInt(own.size()));
      site.put(mine, "revision " + revision);
      List<String> ids = new ArrayList<>(List.of(mine));
      for (String id : ids(name)) {
        if (!own.contains(id) && random.nextInt(4) == 0) {
          changeAny(site, id, random);
          ids.add(id);
        }
      }
      var _ = writer.apply(ids);
      say(mine + "=" + revision);
    }
  }

  private static void changeAny(Site site, String id, Random random) {
    if (random.nextInt(3) == 0) {
      site.remove(id);
    } else {
      site.put(id, "any " + random.nextInt());
    }
  }
}

package dev.headroom.local.log;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/**
 * Takes the functions' metrics out of standard output: CloudWatch's embedded metric format, one
 * JSON line each, which Lambda would read from the log. Everything else still reaches the console.
 */
public final class StandardOutput implements AutoCloseable {
  private static final String METRICS = "{\"_aws\"";

  private final PrintStream console;

  private StandardOutput(PrintStream console) {
    this.console = console;
  }

  /** From now on metrics go to the file; until {@link #close}. */
  public static StandardOutput sift(LineFile metrics) {
    PrintStream console = System.out;
    System.setOut(new PrintStream(new Sieve(console, metrics), true, StandardCharsets.UTF_8));
    return new StandardOutput(console);
  }

  @Override
  public void close() {
    System.out.flush();
    System.setOut(console);
  }

  private static final class Sieve extends OutputStream {
    private final PrintStream console;
    private final LineFile metrics;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();

    private Sieve(PrintStream console, LineFile metrics) {
      this.console = console;
      this.metrics = metrics;
    }

    @Override
    public void write(int value) {
      write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public synchronized void write(byte[] bytes, int offset, int length) {
      int from = offset;
      for (int i = offset; i < offset + length; i++) {
        if (bytes[i] == '\n') {
          line.write(bytes, from, i + 1 - from);
          endLine();
          from = i + 1;
        }
      }
      line.write(bytes, from, offset + length - from);
    }

    private void endLine() {
      String text = text();
      if (text.startsWith(METRICS)) {
        metrics.append(text.stripTrailing());
        line.reset();
      } else {
        pass();
      }
    }

    /** Lets through what cannot become a line of metrics any more, such as a prompt. */
    @Override
    public synchronized void flush() {
      String text = text();
      if (!text.startsWith(METRICS) && !METRICS.startsWith(text)) {
        pass();
      }
      console.flush();
    }

    private String text() {
      return line.toString(StandardCharsets.UTF_8);
    }

    private void pass() {
      console.writeBytes(line.toByteArray());
      line.reset();
    }
  }
}

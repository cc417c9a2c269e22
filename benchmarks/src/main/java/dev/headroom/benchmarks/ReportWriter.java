package dev.headroom.benchmarks;

import dev.headroom.benchmarks.Options.Part;
import dev.headroom.benchmarks.Options.Report;
import java.io.PrintStream;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;

/**
 * Writes a report in Markdown: what it was measured on, and sections of a few words and a table.
 * How each is measured stands in docs/benchmarks.md.
 */
final class ReportWriter {
  private final Options options;
  private final PrintStream out;
  private final StringBuilder text = new StringBuilder();

  ReportWriter(Report report, String title, Options options, PrintStream out) {
    this.options = options;
    this.out = out;
    text.append(
        """
        # %s

        Measured %s by `%s`
        on %s;
        load before it began: %.1f.

        All parts share these cores: the absolute figures say what this machine does, and no more;
        ratios travel. [How it is measured](../../docs/benchmarks.md).

        """
            .formatted(
                title,
                Instant.now().truncatedTo(ChronoUnit.SECONDS),
                options.command(report),
                Machine.here(),
                Machine.load()));
  }

  /** Returns whether a part is asked for, and if so says that it begins. */
  boolean begins(Part part) {
    boolean wanted = options.only().contains(part);
    if (wanted) {
      out.printf("%tT %s%n", Instant.now().atZone(ZoneId.systemDefault()), part);
    }
    return wanted;
  }

  /** Adds a section. */
  void section(String heading, String words, Object table) {
    text.append("## ").append(heading).append("\n\n");
    paragraph(words, table);
  }

  /** Adds a further table to the section. */
  void paragraph(String words, Object table) {
    words(words);
    text.append(table);
  }

  /** Adds some words. */
  void words(String words) {
    if (!words.isEmpty()) {
      text.append(words).append("\n\n");
    }
  }

  /** Returns the whole. */
  String end() {
    return text + "Load when it ended: %.1f.\n".formatted(Machine.load());
  }
}

package dev.headroom.system;

import java.io.PrintStream;

/** One line of the terminal that fills up; in a file or a pipe, a line per tenth. */
final class ProgressBar {
  private static final int WIDTH = 30;

  private final PrintStream out;
  private final boolean rewritesLines;
  private int shownTenth = -1;

  ProgressBar(PrintStream out, Terminal terminal) {
    this.out = out;
    this.rewritesLines = terminal.rewritesLines();
  }

  /** The bar as seen by one of several parts of the work. */
  final class Part {
    private final int index;
    private final int parts;

    private Part(int index, int parts) {
      this.index = index;
      this.parts = parts;
    }

    void show(double fraction, String message) {
      ProgressBar.this.show((index + fraction) / parts, message);
    }
  }

  Part part(int index, int parts) {
    return new Part(index, parts);
  }

  private void show(double fraction, String message) {
    int tenth = (int) (fraction * 10);
    if (!rewritesLines && tenth == shownTenth) {
      return;
    }
    shownTenth = tenth;
    int filled = (int) Math.round(fraction * WIDTH);
    String line =
        "  [%s%s] %3.0f %%  %s"
            .formatted("#".repeat(filled), "-".repeat(WIDTH - filled), fraction * 100, message);
    out.print(rewritesLines ? "\r\u001b[2K" + line : line + System.lineSeparator());
    out.flush();
  }

  void end() {
    if (rewritesLines) {
      out.println();
    }
  }
}

package dev.headroom.benchmarks;

import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;

/**
 * Several ways to do the same work, measured by turns: each round goes through all of them, so that
 * all meet the same load of the machine. Lines stand in groups. The first of a group is its floor,
 * to which the others are compared within each round.
 *
 * @param <S> what one way has shown in one round
 */
final class Comparison<S> {
  /** Does the work once. */
  @FunctionalInterface
  interface Way<S> {
    /**
     * Measures one round.
     *
     * @param round at most 0 while it warms up; then from 1
     */
    S measure(int round) throws IOException, InterruptedException, ExecutionException;
  }

  /**
   * One way and what it has shown.
   *
   * @param group the lines that it is compared with, itself included
   * @param atOnce how many times the work is done at the same time
   * @param eachRound false for one that is measured in the first round alone
   */
  record Line<S>(
      List<Line<S>> group,
      String label,
      int atOnce,
      boolean eachRound,
      Way<S> way,
      List<S> samples) {}

  private final PrintStream out;
  private final List<Column<S>> columns;
  private final List<Line<S>> lines = new ArrayList<>();
  private final List<List<Line<S>>> groups = new ArrayList<>();
  private boolean rotating;

  Comparison(PrintStream out, List<Column<S>> columns) {
    this.out = out;
    this.columns = columns;
  }

  /** Begins a group with its floor. */
  Comparison<S> floor(String label, int atOnce, Way<S> way) {
    groups.add(new ArrayList<>());
    return add(label, atOnce, true, way);
  }

  /** Adds a way to the group. */
  Comparison<S> with(String label, Way<S> way) {
    return add(label, groups.getLast().getFirst().atOnce(), true, way);
  }

  /** Adds a way that is measured in the first round alone, which shows where we stand. */
  Comparison<S> withPeer(String label, Way<S> way) {
    return add(label, groups.getLast().getFirst().atOnce(), false, way);
  }

  /** Has each round begin with another way, for work that gets dearer the more was done before. */
  Comparison<S> rotating() {
    rotating = true;
    return this;
  }

  private Comparison<S> add(String label, int atOnce, boolean eachRound, Way<S> way) {
    var group = groups.getLast();
    var line = new Line<>(group, label, atOnce, eachRound, way, new ArrayList<>());
    group.add(line);
    lines.add(line);
    return this;
  }

  /** Measures so many rounds after some that warm up. */
  Comparison<S> measure(int warmUps, int rounds)
      throws IOException, InterruptedException, ExecutionException {
    for (int round = 1 - warmUps; round <= rounds; round++) {
      for (int turn = 0; turn < lines.size(); turn++) {
        int number = rotating ? Math.floorMod(turn + round, lines.size()) : turn;
        measure(lines.get(number), round);
      }
    }
    return this;
  }

  private void measure(Line<S> line, int round)
      throws IOException, InterruptedException, ExecutionException {
    if (!line.eachRound() && round != 1) {
      return;
    }
    S sample = line.way().measure(round);
    if (round > 0) {
      line.samples().add(sample);
      out.printf(
          "  round %d: %s, %d at once: %s %s%n",
          round,
          line.label(),
          line.atOnce(),
          columns.getFirst().cell(line, List.of(sample)),
          columns.getFirst().heading());
    }
  }

  /** Returns what one way has shown, of those with the label the first. */
  List<S> samples(String label) {
    return lines.stream()
        .filter(line -> line.label().equals(label))
        .findFirst()
        .orElseThrow()
        .samples();
  }

  /** Returns what was found, a line each; nothing is told of how many at once where all are 1. */
  Table table(String first) {
    boolean some = lines.stream().anyMatch(line -> line.atOnce() > 1);
    List<String> headings = new ArrayList<>(some ? List.of(first, "at once") : List.of(first));
    columns.forEach(column -> headings.add(column.heading()));
    var table = new Table(headings.toArray(String[]::new));
    for (Line<S> line : lines) {
      String atOnce = String.valueOf(line.atOnce());
      List<String> cells =
          new ArrayList<>(some ? List.of(line.label(), atOnce) : List.of(line.label()));
      columns.forEach(column -> cells.add(column.cell(line, line.samples())));
      table.row(cells.toArray(String[]::new));
    }
    return table;
  }
}

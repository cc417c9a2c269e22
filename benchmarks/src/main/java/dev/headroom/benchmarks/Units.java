package dev.headroom.benchmarks;

/**
 * What DynamoDB charges for.
 *
 * @param table write units of the table itself
 * @param indexes write units of its indexes
 * @param reads read units
 */
record Units(double table, double indexes, double reads) {
  static final Units NONE = new Units(0, 0, 0);

  double writes() {
    return table + indexes;
  }

  Units plus(Units other) {
    return new Units(table + other.table, indexes + other.indexes, reads + other.reads);
  }
}

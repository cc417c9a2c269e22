/**
 * Writes the indexes: applies changes, merges, rebuilds and publishes snapshots. It may know the
 * chunk table, snapshots and sweeps, but no reader.
 */
@NullMarked
package dev.headroom.index.writing;

import org.jspecify.annotations.NullMarked;

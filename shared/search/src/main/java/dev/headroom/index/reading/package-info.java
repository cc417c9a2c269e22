/**
 * Opens the indexes for searching and follows their snapshots. It may know snapshots, but no writer
 * and no table.
 */
@NullMarked
package dev.headroom.index.reading;

import org.jspecify.annotations.NullMarked;

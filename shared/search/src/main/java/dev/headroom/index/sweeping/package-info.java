/**
 * Deletes the objects of indexes that no snapshot needs any more, or finds them for clean-up. It
 * may know snapshots, but neither readers nor writers.
 */
@NullMarked
package dev.headroom.index.sweeping;

import org.jspecify.annotations.NullMarked;

/**
 * Snapshots of a partition's index in the object store, and their local copies. It may know the
 * object store, but not Lucene.
 */
@NullMarked
package dev.headroom.index.snapshots;

import org.jspecify.annotations.NullMarked;

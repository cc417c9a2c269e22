/**
 * The search index: Lucene segments in an object store. Writers publish snapshots and readers
 * follow them. The chunk table has the chunks, from which an index can always be rebuilt. It may
 * know chunks and the object store, but neither queries nor HTTP.
 */
@NullMarked
package dev.headroom.index;

import org.jspecify.annotations.NullMarked;

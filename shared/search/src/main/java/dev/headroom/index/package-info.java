/**
 * The search index: Lucene segments in an object store. Writers publish snapshots, readers follow
 * them; DynamoDB holds the chunks, from which an index can always be built again.
 */
@NullMarked
package dev.headroom.index;

import org.jspecify.annotations.NullMarked;

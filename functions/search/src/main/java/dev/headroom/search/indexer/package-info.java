/** The function that follows the chunk table's stream and writes the index. */
@NullMarked
package dev.headroom.search.indexer;

import org.jspecify.annotations.NullMarked;

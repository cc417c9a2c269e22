/**
 * How well search finds: rankers beside plain BM25 on collections with judgments, in the layout of
 * BEIR. The collections lie outside the repository.
 */
@NullMarked
package dev.headroom.benchmarks.relevance;

import org.jspecify.annotations.NullMarked;

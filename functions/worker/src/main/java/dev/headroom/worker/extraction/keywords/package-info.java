/**
 * Collects the keywords of a taxonomy and finds them in texts by their stems. It may know the
 * categories of taxonomies and Lucene's analysis.
 */
@NullMarked
package dev.headroom.worker.extraction.keywords;

import org.jspecify.annotations.NullMarked;

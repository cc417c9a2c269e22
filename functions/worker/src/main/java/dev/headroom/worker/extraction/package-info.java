/**
 * The {@code extraction} job: finds the passages of documents that are about a taxonomy's
 * categories. It may know the job library, the chunk and taxonomy stores, and Lucene's analysis,
 * but no index and no HTTP.
 */
@NullMarked
package dev.headroom.worker.extraction;

import org.jspecify.annotations.NullMarked;

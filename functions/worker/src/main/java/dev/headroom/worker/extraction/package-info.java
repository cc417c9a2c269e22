/** Finds the passages of documents that speak of a taxonomy's categories, and says how surely. */
@NullMarked
package dev.headroom.worker.extraction;

import org.jspecify.annotations.NullMarked;

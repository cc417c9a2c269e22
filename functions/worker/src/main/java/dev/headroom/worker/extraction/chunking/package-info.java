/** Cuts texts into chunks at the ends of paragraphs and sentences. It knows nothing but texts. */
@NullMarked
package dev.headroom.worker.extraction.chunking;

import org.jspecify.annotations.NullMarked;

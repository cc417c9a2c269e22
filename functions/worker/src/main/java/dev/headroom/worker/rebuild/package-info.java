/** The job type {@code search_rebuild}. */
@NullMarked
package dev.headroom.worker.rebuild;

import org.jspecify.annotations.NullMarked;

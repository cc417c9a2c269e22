/**
 * The targets of the product itself: jobs, orphaned objects, chunks and files of search indexes.
 * May know the target interface, and jobs and search by their public interfaces.
 */
@NullMarked
package dev.headroom.cleanup.builtin;

import org.jspecify.annotations.NullMarked;

/**
 * The job table: the form of its items, claims and transitions as conditional writes, lists by its
 * indexes, and documents that are too large for an item. It knows the record of a job and AWS.
 */
@NullMarked
package dev.headroom.jobs.store;

import org.jspecify.annotations.NullMarked;

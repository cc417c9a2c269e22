/**
 * What follows when work does not end as it should: another attempt or the end after a failed one,
 * and the sweep of jobs whose message or worker is lost. It knows the store and the queues.
 */
@NullMarked
package dev.headroom.jobs.recovery;

import org.jspecify.annotations.NullMarked;

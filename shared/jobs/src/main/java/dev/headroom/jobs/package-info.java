/**
 * What a job is: its record and states, its options and pool, what a client submits, and what a job
 * type implements. Also the queues that wake workers. It knows nothing of the other packages of
 * jobs, of HTTP and of caches.
 */
@NullMarked
package dev.headroom.jobs;

import org.jspecify.annotations.NullMarked;

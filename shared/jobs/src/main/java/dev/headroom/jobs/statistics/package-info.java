/**
 * Queue statistics: the changes of the job table are counted, each exactly once, into a table of
 * their own, from which counts, rates and places in the queue are read. It knows the store; who
 * caches what is read is passed in.
 */
@NullMarked
package dev.headroom.jobs.statistics;

import org.jspecify.annotations.NullMarked;

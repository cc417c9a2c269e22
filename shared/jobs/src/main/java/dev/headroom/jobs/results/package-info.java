/**
 * Results of jobs: long ones are stored in blocks and read in pages. It knows how documents are
 * stored.
 */
@NullMarked
package dev.headroom.jobs.results;

import org.jspecify.annotations.NullMarked;

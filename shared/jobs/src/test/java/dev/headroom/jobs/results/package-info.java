/** Tests of results. */
@NullMarked
package dev.headroom.jobs.results;

import org.jspecify.annotations.NullMarked;

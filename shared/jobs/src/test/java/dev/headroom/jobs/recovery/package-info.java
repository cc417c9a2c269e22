/** Tests of failed attempts and of the sweep. */
@NullMarked
package dev.headroom.jobs.recovery;

import org.jspecify.annotations.NullMarked;

/** The jobs function: the HTTP face of {@link dev.headroom.jobs.Jobs}. */
@NullMarked
package dev.headroom.jobs.api;

import org.jspecify.annotations.NullMarked;

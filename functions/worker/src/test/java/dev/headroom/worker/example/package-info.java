/** A job type and a function of a user's own, as docs/extending.md shows them. */
@NullMarked
package dev.headroom.worker.example;

import org.jspecify.annotations.NullMarked;

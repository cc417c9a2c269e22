/** A target of a user's own, as docs/extending.md shows it. */
@NullMarked
package dev.headroom.cleanup.example;

import org.jspecify.annotations.NullMarked;

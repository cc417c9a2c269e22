/** How often a caller may ask: counted for all processes in Redis, in this one without it. */
@NullMarked
package dev.headroom.limits;

import org.jspecify.annotations.NullMarked;

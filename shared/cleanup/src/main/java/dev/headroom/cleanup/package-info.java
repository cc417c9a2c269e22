/**
 * Retention: what is over is found by targets, and removed by runs that count exactly what they
 * removed, whoever dies on the way.
 */
@NullMarked
package dev.headroom.cleanup;

import org.jspecify.annotations.NullMarked;

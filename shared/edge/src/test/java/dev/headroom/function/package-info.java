/** Invocations, one by one and many at once. */
@NullMarked
package dev.headroom.function;

import org.jspecify.annotations.NullMarked;

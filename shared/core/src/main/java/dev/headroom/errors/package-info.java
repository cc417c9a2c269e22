/** What is refused, and why: a small family that knows no protocol. */
@NullMarked
package dev.headroom.errors;

import org.jspecify.annotations.NullMarked;

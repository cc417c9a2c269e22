/** The minute's tick of clean-up. */
@NullMarked
package dev.headroom.cleanup.tick;

import org.jspecify.annotations.NullMarked;

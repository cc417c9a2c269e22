/** Short names for long texts. */
@NullMarked
package dev.headroom.digest;

import org.jspecify.annotations.NullMarked;

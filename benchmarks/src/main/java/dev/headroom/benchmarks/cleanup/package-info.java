/** Items to be cleaned up, and the bare calls that remove them. */
@NullMarked
package dev.headroom.benchmarks.cleanup;

import org.jspecify.annotations.NullMarked;

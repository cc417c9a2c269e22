/** The clean-up table: the names and forms of its attributes. Knows nothing else of clean-up. */
@NullMarked
package dev.headroom.cleanup.table;

import org.jspecify.annotations.NullMarked;

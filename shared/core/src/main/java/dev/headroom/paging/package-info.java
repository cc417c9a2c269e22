/** Places in lists that are read in pages. */
@NullMarked
package dev.headroom.paging;

import org.jspecify.annotations.NullMarked;

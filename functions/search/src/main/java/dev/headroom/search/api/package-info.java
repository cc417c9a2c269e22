/** Search over HTTP. */
@NullMarked
package dev.headroom.search.api;

import org.jspecify.annotations.NullMarked;

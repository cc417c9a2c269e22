/** Clean-up over HTTP. */
@NullMarked
package dev.headroom.cleanup.api;

import org.jspecify.annotations.NullMarked;

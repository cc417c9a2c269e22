@NullMarked
package dev.headroom.cleanup;

import org.jspecify.annotations.NullMarked;

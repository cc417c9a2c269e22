@NullMarked
package dev.headroom.cleanup.builtin;

import org.jspecify.annotations.NullMarked;

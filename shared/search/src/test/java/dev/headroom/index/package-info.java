@NullMarked
package dev.headroom.index;

import org.jspecify.annotations.NullMarked;

@NullMarked
package dev.headroom.cache;

import org.jspecify.annotations.NullMarked;

@NullMarked
package dev.headroom.redis;

import org.jspecify.annotations.NullMarked;

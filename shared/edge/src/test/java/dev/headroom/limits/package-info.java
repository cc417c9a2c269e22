@NullMarked
package dev.headroom.limits;

import org.jspecify.annotations.NullMarked;

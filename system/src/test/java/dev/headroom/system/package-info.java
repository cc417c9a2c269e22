@NullMarked
package dev.headroom.system;

import org.jspecify.annotations.NullMarked;

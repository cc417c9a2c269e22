@NullMarked
package dev.headroom.worker;

import org.jspecify.annotations.NullMarked;

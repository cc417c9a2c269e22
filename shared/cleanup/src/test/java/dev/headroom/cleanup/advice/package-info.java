@NullMarked
package dev.headroom.cleanup.advice;

import org.jspecify.annotations.NullMarked;

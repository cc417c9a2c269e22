@NullMarked
package dev.headroom.cleanup.runs;

import org.jspecify.annotations.NullMarked;

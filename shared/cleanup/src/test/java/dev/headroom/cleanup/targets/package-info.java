@NullMarked
package dev.headroom.cleanup.targets;

import org.jspecify.annotations.NullMarked;

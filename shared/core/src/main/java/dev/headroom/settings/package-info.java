/** Settings, read from the environment once, at start, all faults told together. */
@NullMarked
package dev.headroom.settings;

import org.jspecify.annotations.NullMarked;

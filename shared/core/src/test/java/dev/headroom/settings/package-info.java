@NullMarked
package dev.headroom.settings;

import org.jspecify.annotations.NullMarked;

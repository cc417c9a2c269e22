@NullMarked
package dev.headroom.search;

import org.jspecify.annotations.NullMarked;

@NullMarked
package dev.headroom.search.api;

import org.jspecify.annotations.NullMarked;

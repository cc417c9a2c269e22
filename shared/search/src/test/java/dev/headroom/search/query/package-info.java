@NullMarked
package dev.headroom.search.query;

import org.jspecify.annotations.NullMarked;

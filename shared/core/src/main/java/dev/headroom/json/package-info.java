/** JSON, strict and bounded. */
@NullMarked
package dev.headroom.json;

import org.jspecify.annotations.NullMarked;

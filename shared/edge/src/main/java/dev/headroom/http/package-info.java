/** The HTTP edge: a route table per function, binding with bounds, and both dialects. */
@NullMarked
package dev.headroom.http;

import org.jspecify.annotations.NullMarked;

/** The performance of everything over HTTP. */
@NullMarked
package dev.headroom.monitoring.api;

import org.jspecify.annotations.NullMarked;

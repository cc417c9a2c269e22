@NullMarked
package dev.headroom.monitoring.api;

import org.jspecify.annotations.NullMarked;

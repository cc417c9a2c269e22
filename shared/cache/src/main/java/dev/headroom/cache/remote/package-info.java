/**
 * The tier in Redis: how entries, their leases and the versions they depend on lie there, and the
 * scripts that change them. This package knows entries, and nothing of this process's memory.
 */
@NullMarked
package dev.headroom.cache.remote;

import org.jspecify.annotations.NullMarked;

/**
 * The cache's promise, held against the real Redis: in made-up histories with a model, in threads,
 * in processes that are frozen, and while Redis is slow, cut off or dead.
 */
@NullMarked
package dev.headroom.cache.proof;

import org.jspecify.annotations.NullMarked;

/**
 * What a tenant's caches did and what they hold: counted in each process, added up in Redis, and
 * corrected by an audit. This package reads the tier in Redis, and knows no cache.
 */
@NullMarked
package dev.headroom.cache.statistics;

import org.jspecify.annotations.NullMarked;

/** Redis (or Valkey) as the product talks to it: bounded in time, and never needed to answer. */
@NullMarked
package dev.headroom.redis;

import org.jspecify.annotations.NullMarked;

/** What invokes functions without a caller: queues, streams and schedules. */
@NullMarked
package dev.headroom.local.trigger;

import org.jspecify.annotations.NullMarked;

/** What invokes functions without a caller: queues and schedules. */
@NullMarked
package dev.headroom.local.trigger;

import org.jspecify.annotations.NullMarked;

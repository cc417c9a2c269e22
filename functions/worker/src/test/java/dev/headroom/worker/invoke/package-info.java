/** Tests of the job type invoke. */
@NullMarked
package dev.headroom.worker.invoke;

import org.jspecify.annotations.NullMarked;

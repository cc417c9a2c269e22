/** Seeded faults against the real engines: nothing is lost, and nothing takes effect twice. */
@NullMarked
package dev.headroom.worker.faults;

import org.jspecify.annotations.NullMarked;

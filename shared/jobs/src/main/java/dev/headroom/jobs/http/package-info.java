/** How jobs stand, as clients of the API see it. */
@NullMarked
package dev.headroom.jobs.http;

import org.jspecify.annotations.NullMarked;

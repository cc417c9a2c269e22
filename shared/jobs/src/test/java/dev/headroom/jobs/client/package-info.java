/** Tests of what clients do. */
@NullMarked
package dev.headroom.jobs.client;

import org.jspecify.annotations.NullMarked;

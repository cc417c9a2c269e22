/** The job type that the README shows. */
@NullMarked
package dev.headroom.worker.example;

import org.jspecify.annotations.NullMarked;

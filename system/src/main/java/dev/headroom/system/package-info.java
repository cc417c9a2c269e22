/** The whole system on this machine: what {@code mvn -Prun} starts, and its first job. */
@NullMarked
package dev.headroom.system;

import org.jspecify.annotations.NullMarked;

@NullMarked
package dev.headroom.jobs.statistics;

import org.jspecify.annotations.NullMarked;

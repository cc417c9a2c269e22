@NullMarked
package dev.headroom.jobs.api;

import org.jspecify.annotations.NullMarked;

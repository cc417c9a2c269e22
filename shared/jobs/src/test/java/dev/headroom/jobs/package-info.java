@NullMarked
package dev.headroom.jobs;

import org.jspecify.annotations.NullMarked;

@NullMarked
package dev.headroom.jobs.http;

import org.jspecify.annotations.NullMarked;

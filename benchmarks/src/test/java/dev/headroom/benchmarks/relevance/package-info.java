@NullMarked
package dev.headroom.benchmarks.relevance;

import org.jspecify.annotations.NullMarked;

/** What is searched, and by what: the product's index, and one that is written by hand. */
@NullMarked
package dev.headroom.benchmarks.search;

import org.jspecify.annotations.NullMarked;

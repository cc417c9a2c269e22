/**
 * The cache beside the libraries that it is made of, and beside its peers. JMH runs these, each in
 * a process of its own: what they ask of is public, since it calls them from generated classes.
 */
@NullMarked
package dev.headroom.benchmarks.cache;

import org.jspecify.annotations.NullMarked;

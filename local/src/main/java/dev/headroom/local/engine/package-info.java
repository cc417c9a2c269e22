/**
 * The stores and queues of the template, run in this JVM, and the environment they give to
 * functions.
 */
@NullMarked
package dev.headroom.local.engine;

import org.jspecify.annotations.NullMarked;

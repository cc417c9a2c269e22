/**
 * How AWS is called: one way to build a client, one to observe its calls, and one to wait for many
 * answers at once.
 */
@NullMarked
package dev.headroom.aws;

import org.jspecify.annotations.NullMarked;

/** Loads the handlers that the template names, and invokes them as Lambda does. */
@NullMarked
package dev.headroom.local.lambda;

import org.jspecify.annotations.NullMarked;

/** How AWS is called: one way to build a client. */
@NullMarked
package dev.headroom.aws;

import org.jspecify.annotations.NullMarked;

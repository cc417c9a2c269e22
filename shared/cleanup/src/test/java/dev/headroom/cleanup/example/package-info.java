/** What the README shows. */
@NullMarked
package dev.headroom.cleanup.example;

import org.jspecify.annotations.NullMarked;

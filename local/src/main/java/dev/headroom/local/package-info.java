/** The cloud that template.yaml describes, in this JVM. */
@NullMarked
package dev.headroom.local;

import org.jspecify.annotations.NullMarked;

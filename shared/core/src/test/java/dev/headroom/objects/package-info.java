@NullMarked
package dev.headroom.objects;

import org.jspecify.annotations.NullMarked;

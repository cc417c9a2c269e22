@NullMarked
package dev.headroom.system.packaging;

import org.jspecify.annotations.NullMarked;

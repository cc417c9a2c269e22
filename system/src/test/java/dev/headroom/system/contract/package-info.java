@NullMarked
package dev.headroom.system.contract;

import org.jspecify.annotations.NullMarked;

@NullMarked
package dev.headroom.system.http;

import org.jspecify.annotations.NullMarked;

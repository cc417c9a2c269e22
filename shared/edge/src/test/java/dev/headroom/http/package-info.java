@NullMarked
package dev.headroom.http;

import org.jspecify.annotations.NullMarked;

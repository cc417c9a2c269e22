@NullMarked
package dev.headroom.aws;

import org.jspecify.annotations.NullMarked;

@NullMarked
package dev.headroom.worker.extraction.keywords;

import org.jspecify.annotations.NullMarked;

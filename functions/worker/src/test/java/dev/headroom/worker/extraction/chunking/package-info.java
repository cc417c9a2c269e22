@NullMarked
package dev.headroom.worker.extraction.chunking;

import org.jspecify.annotations.NullMarked;

/** Parses query texts. It may know the analysis of the index, but not how hits are ranked. */
@NullMarked
package dev.headroom.search.query.text;

import org.jspecify.annotations.NullMarked;

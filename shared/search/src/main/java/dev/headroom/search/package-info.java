/** What is searched: chunks of text, and taxonomies; the table of each is the truth. */
@NullMarked
package dev.headroom.search;

import org.jspecify.annotations.NullMarked;

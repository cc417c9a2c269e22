/**
 * Suggests completions of texts and corrections of words. It may know query texts and the index.
 */
@NullMarked
package dev.headroom.search.query.suggestions;

import org.jspecify.annotations.NullMarked;

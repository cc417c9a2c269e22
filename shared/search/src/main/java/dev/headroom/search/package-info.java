/**
 * What is searched: chunks of text and taxonomies, each in a table of its own. It may know
 * DynamoDB, but neither the index nor HTTP.
 */
@NullMarked
package dev.headroom.search;

import org.jspecify.annotations.NullMarked;

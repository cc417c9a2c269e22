package dev.headroom.worker.extraction;

import dev.headroom.worker.extraction.chunking.Span;
import dev.headroom.worker.extraction.keywords.Keyword;
import java.util.Map;

/**
 * A part of a document with the keywords that occur in it.
 *
 * @param document the document's index among the documents, from 0
 * @param number the chunk's number in its document, from 1
 * @param counts how often each keyword of the taxonomy occurs in it; keywords that do not occur are
 *     left out
 */
record Chunk(int document, int number, Span span, Map<Keyword, Integer> counts) {}

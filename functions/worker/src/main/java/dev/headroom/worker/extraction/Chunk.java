package dev.headroom.worker.extraction;

import java.util.Map;

/**
 * A part of a document, and what was found in it.
 *
 * @param document the document's place among the documents, from 0
 * @param number the chunk's place in its document, from 1
 * @param counts how often each sign of the taxonomy stands in it; signs that do not are left out
 */
record Chunk(int document, int number, Span span, Map<Sign, Integer> counts) {}

package dev.headroom.search;

import dev.headroom.settings.Settings;

/**
 * The names of the tables of chunks and taxonomies.
 *
 * @param chunkTable the table of chunks
 * @param taxonomyTable the table of taxonomies
 */
public record SearchSettings(String chunkTable, String taxonomyTable) {
  /** Reads {@code CHUNK_TABLE} and {@code TAXONOMY_TABLE}. */
  public static SearchSettings read(Settings settings) {
    return new SearchSettings(
        settings.required("CHUNK_TABLE"), settings.required("TAXONOMY_TABLE"));
  }
}

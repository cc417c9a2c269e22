package dev.headroom.worker.extraction;

import dev.headroom.digest.Sha256;
import dev.headroom.worker.extraction.ExtractionParameters.Document;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Determines the ids of documents: their own, or else a hash of their texts. So documents of
 * different jobs do not get the same id by chance, and those of a repeated job do get the same.
 */
final class DocumentIds {
  private DocumentIds() {}

  /** Returns one id for each document, in their order. */
  static List<String> of(List<Document> documents) {
    Map<String, Integer> equal = new HashMap<>();
    var ids = new ArrayList<String>();
    for (var document : documents) {
      if (document.id() == null) {
        String id = "doc_" + Sha256.hex(document.text()).substring(0, 16);
        int number = equal.merge(id, 1, Integer::sum);
        ids.add(number == 1 ? id : id + "-" + number);
      } else {
        ids.add(document.id());
      }
    }
    return ids;
  }
}

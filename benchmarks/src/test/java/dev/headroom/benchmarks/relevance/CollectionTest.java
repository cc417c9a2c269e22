package dev.headroom.benchmarks.relevance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CollectionTest {
  @TempDir private Path folder;

  @BeforeEach
  void a_small_collection() throws IOException {
    write(
        "corpus.jsonl",
        """
        {"_id": "d1", "title": "Wings", "text": "Lift of a wing", "metadata": {}}
        {"_id": 2, "text": "Heat"}
        """);
    write("queries.jsonl", "{\"_id\": \"q1\", \"text\": \"lift\"}\n");
    write("qrels.tsv", "query-id\tcorpus-id\tscore\nq1\td1\t2\nq1\t2\t0\n");
  }

  @Test
  void documents_come_with_or_without_a_title() throws IOException {
    var documents = new ArrayList<Collection.Document>();
    collection().documents(documents::add);

    assertThat(documents)
        .containsExactly(
            new Collection.Document("d1", "Wings", "Lift of a wing"),
            new Collection.Document("2", "", "Heat"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "query-id\tcorpus-id\tscore\nq1\td1\t2\nq1\t2\t0\n",
        "q1\td1\t2\nq1\t2\t0",
        "q1 0 d1 2\r\nq1 0 2 0\r\n\r\n",
        "q1\t0\td1\t2\nq1\t0\t2\t0\n"
      })
  void judgments_are_read_in_the_forms_of_beir_and_trec(String text) throws IOException {
    write("qrels.tsv", text);

    assertThat(collection().queries())
        .containsExactly(new Collection.Query("q1", "lift", Map.of("d1", 2, "2", 0)));
  }

  @Test
  void queries_without_a_relevant_document_are_left_out() throws IOException {
    write(
        "queries.jsonl",
        """
        {"_id": "unjudged", "text": "a"}
        {"_id": "q1", "text": "lift"}
        {"_id": "in vain", "text": "b"}
        """);
    write("qrels.tsv", "q1\td1\t1\nin vain\td1\t0\n");

    assertThat(collection().queries()).extracting(Collection.Query::id).containsExactly("q1");
  }

  @Test
  void a_folder_of_collections_is_read_in_the_order_of_their_names() throws IOException {
    assertThat(Collection.in(folder)).extracting(Collection::name).containsExactly("small");
  }

  @Test
  void a_fault_is_told_with_its_file_and_line() throws IOException {
    write("corpus.jsonl", "{\"_id\": \"d1\", \"text\": \"a\"}\n{\"_id\": \"d2\"}\n");
    assertThatThrownBy(() -> collection().documents(_ -> {}))
        .isInstanceOf(Malformed.class)
        .hasMessageEndingWith("corpus.jsonl:2: wanted a text \"text\"");

    write("queries.jsonl", "\n{\"_id\": ");
    assertThatThrownBy(this::collection)
        .hasMessageEndingWith("queries.jsonl:2: wanted a JSON object");

    write("qrels.tsv", "q1\td1\t1\nq1\td2\tmuch\n");
    assertThatThrownBy(this::collection).hasMessageContaining("qrels.tsv:2: wanted a whole number");

    Files.delete(folder.resolve("small/qrels.tsv"));
    assertThatThrownBy(this::collection).hasMessageContaining("no qrels.tsv or qrels/test.tsv");
  }

  private Collection collection() throws IOException {
    List<Collection> collections = Collection.in(folder.resolve("small"));
    return collections.getFirst();
  }

  private void write(String file, String text) throws IOException {
    Path path = folder.resolve("small").resolve(file);
    Files.createDirectories(folder.resolve("small"));
    Files.writeString(path, text);
  }
}

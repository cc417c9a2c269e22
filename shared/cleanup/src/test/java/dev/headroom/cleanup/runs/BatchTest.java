package dev.headroom.cleanup.runs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headroom.cleanup.targets.CleanupTarget.Erasable;
import dev.headroom.cleanup.targets.CleanupTarget.Overdue;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.Delete;

/** What DynamoDB takes at once. */
class BatchTest {
  private static final int LARGEST_ITEM = 400_000;

  private static Overdue thing(int number, long bytes, List<Erasable> objects) {
    var delete =
        Delete.builder()
            .tableName("items")
            .key(Map.of("id", AttributeValue.fromN(String.valueOf(number))))
            .build();
    return Overdue.item(delete, bytes, objects);
  }

  private static List<Integer> sizes(List<Overdue> entries) {
    List<Batch> batches = Batch.of(entries);
    assertThat(batches.stream().flatMap(batch -> batch.entries().stream()))
        .containsExactlyElementsOf(entries);
    return batches.stream().map(batch -> batch.entries().size()).toList();
  }

  @Test
  void a_transaction_has_100_writes_one_of_which_is_the_runs() {
    assertThat(sizes(IntStream.range(0, 199).mapToObj(n -> thing(n, 1, List.of())).toList()))
        .containsExactly(99, 99, 1);
  }

  @Test
  void a_transaction_takes_no_more_than_a_partition_writes_in_a_second() {
    var chunks = IntStream.range(0, 99).mapToObj(n -> thing(n, 45_000, List.of())).toList();
    var largest = IntStream.range(0, 3).mapToObj(n -> thing(n, LARGEST_ITEM, List.of())).toList();

    assertThat(sizes(chunks)).allMatch(size -> size <= 8).hasSize(13);
    assertThat(sizes(largest)).containsExactly(1, 1, 1);
  }

  @Test
  void what_is_too_much_at_once_is_halved_until_it_is_one() {
    var three = new Batch(IntStream.range(0, 3).mapToObj(n -> thing(n, 1, List.of())).toList());

    assertThat(three.halves()).extracting(Batch::size).containsExactly(1, 2);
    assertThat(three.halves().stream().flatMap(half -> half.entries().stream()))
        .containsExactlyElementsOf(three.entries());
    assertThat(Batch.NONE.halves()).isEmpty();
  }

  @Test
  void an_outbox_is_no_larger_than_an_item_even_when_its_keys_are_all_chance() {
    var random = new Random(1);
    List<Overdue> entries =
        IntStream.range(0, 99)
            .mapToObj(
                n -> thing(n, 1, IntStream.range(0, 400).mapToObj(_ -> object(random)).toList()))
            .toList();

    for (Batch batch : Batch.of(entries)) {
      assertThat(batch.outbox().stored().b().asByteArrayUnsafe())
          .hasSizeLessThan(LARGEST_ITEM - 100_000); // the run and the totals take some
    }
  }

  private static Erasable object(Random random) {
    String letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    var key = new StringBuilder();
    random.ints(22, 0, letters.length()).forEach(at -> key.append(letters.charAt(at)));
    return new Erasable(key.toString(), 1);
  }

  @Test
  void a_job_with_ten_thousand_objects_fits() {
    String folder = "jobs/%032x/2026-11-20/job_%032x-1795168800000/".formatted(1, 2);
    var objects =
        IntStream.range(0, 10_000)
            .mapToObj(n -> new Erasable(folder + n / 100 + "/checkpoint-" + n, 1))
            .toList();

    var outbox = Batch.of(List.of(thing(1, 1, objects))).getFirst().outbox();

    assertThat(outbox.stored().b().asByteArrayUnsafe()).hasSizeLessThan(LARGEST_ITEM - 100_000);
    assertThat(Outbox.read(outbox.stored())).isEqualTo(outbox);
  }

  @Test
  void what_was_refused_is_left_out_and_what_is_in_use_again_is_kept() {
    var object = new Erasable("o", 10);
    var batch =
        new Batch(
            List.of(
                Overdue.object(new Erasable("first", 5)),
                thing(0, 1, List.of(object)),
                thing(1, 1, List.of()),
                thing(2, 1, List.of())));

    Batch left = batch.without(new WriteOutcome.Refused(Set.of(0), Set.of(1)));

    assertThat(left.entries()).containsExactly(batch.entries().get(0), batch.entries().get(3));
    assertThat(batch.keptCounts(Set.of(0))).isEqualTo(new RemovalCounts(2, 0, 0, 0, 2));
  }
}

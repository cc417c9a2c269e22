package dev.headroom.search.query.ranking;

import dev.headroom.index.Schema;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.SortedDocValues;
import org.apache.lucene.search.FieldComparator;
import org.apache.lucene.search.FieldComparatorSource;
import org.apache.lucene.search.LeafFieldComparator;
import org.apache.lucene.search.Pruning;
import org.apache.lucene.search.Scorable;
import org.apache.lucene.search.SortField;
import org.apache.lucene.util.BytesRef;
import org.jspecify.annotations.Nullable;

/**
 * Sorts hits that are equal otherwise by their chunk ids. Lucene's own comparator reads the id of
 * every hit that it collects for a while, which takes longer than finding it. This one keeps the
 * ordinals in the segment, and reads an id only to compare it with one of another segment.
 */
public final class ByChunkId extends FieldComparatorSource {
  public static final SortField SORT = new SortField(Schema.ID, new ByChunkId());

  @Override
  public FieldComparator<?> newComparator(
      String field, int hits, Pruning pruning, boolean reversed) {
    return new Slots(hits);
  }

  private static final class Slots extends FieldComparator<BytesRef> {
    private final Segment[] segments;
    private final int[] ordinals;

    /** The ids by slot; null when an id was not read yet. */
    private final @Nullable BytesRef[] ids;

    private int bottom;
    private @Nullable BytesRef top;

    Slots(int count) {
      segments = new Segment[count];
      ordinals = new int[count];
      ids = new BytesRef[count];
    }

    @Override
    public int compare(int one, int other) {
      return segments[one] == segments[other]
          ? Integer.compare(ordinals[one], ordinals[other])
          : value(one).compareTo(value(other));
    }

    @Override
    public void setTopValue(BytesRef value) {
      top = value;
    }

    BytesRef top() {
      if (top == null) {
        throw new IllegalStateException("The top value was not set");
      }
      return top;
    }

    @Override
    public BytesRef value(int slot) {
      BytesRef read = ids[slot];
      if (read == null) {
        read = segments[slot].id(ordinals[slot]);
        ids[slot] = read;
      }
      return read;
    }

    @Override
    public LeafFieldComparator getLeafComparator(LeafReaderContext segment) throws IOException {
      return new Segment(this, DocValues.getSorted(segment.reader(), Schema.ID));
    }

    void copy(int slot, Segment segment, int ordinal) {
      segments[slot] = segment;
      ordinals[slot] = ordinal;
      ids[slot] = null;
    }
  }

  private static final class Segment implements LeafFieldComparator {
    private static final int UNKNOWN = Integer.MIN_VALUE;

    private final Slots slots;
    private final SortedDocValues values;

    /**
     * The ordinal of the bottom id in this segment, as {@link SortedDocValues#lookupTerm} returns
     * it.
     */
    private int bottom = UNKNOWN;

    private int top = UNKNOWN;

    Segment(Slots slots, SortedDocValues values) {
      this.slots = slots;
      this.values = values;
    }

    @Override
    public void setBottom(int slot) {
      slots.bottom = slot;
      bottom = slots.segments[slot] == this ? slots.ordinals[slot] : UNKNOWN;
    }

    @Override
    public int compareBottom(int document) throws IOException {
      if (bottom == UNKNOWN) {
        bottom = values.lookupTerm(slots.value(slots.bottom));
      }
      return compare(bottom, document);
    }

    @Override
    public int compareTop(int document) throws IOException {
      if (top == UNKNOWN) {
        top = values.lookupTerm(slots.top());
      }
      return compare(top, document);
    }

    /**
     * Compares by ordinal. An id that is not in this segment is less than the one at its insertion
     * point.
     */
    private int compare(int place, int document) throws IOException {
      int ordinal = ordinal(document);
      return place >= 0 ? Integer.compare(place, ordinal) : ordinal >= -place - 1 ? -1 : 1;
    }

    @Override
    public void copy(int slot, int document) throws IOException {
      slots.copy(slot, this, ordinal(document));
    }

    private int ordinal(int document) throws IOException {
      if (!values.advanceExact(document)) {
        throw new IllegalStateException("The index has a chunk without an id");
      }
      return values.ordValue();
    }

    BytesRef id(int ordinal) {
      try {
        return BytesRef.deepCopyOf(values.lookupOrd(ordinal));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public void setScorer(Scorable scorer) {
      // Ids do not depend on the score.
    }
  }
}

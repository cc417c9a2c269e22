package dev.headroom.local.trigger;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;

/**
 * A change of an item, as a stream tells it.
 *
 * @param sequenceNumber the larger, as a number, the later in its shard
 * @param at when it was made, as exactly as is known
 * @param json the record of the event
 * @param bytes how long that is
 */
record Change(String sequenceNumber, Instant at, ObjectNode json, int bytes) {}

package dev.headroom.local.engine;

import static software.amazon.dynamodb.services.local.shared.access.sqlite.SQLiteDBAccess.CREATION_DATE_TIME;
import static software.amazon.dynamodb.services.local.shared.access.sqlite.SQLiteDBAccess.INITIAL_SEQUENCE_NUMBER_START;
import static software.amazon.dynamodb.services.local.shared.access.sqlite.SQLiteDBAccess.SEQUENCE_NUMBER;
import static software.amazon.dynamodb.services.local.shared.access.sqlite.SQLiteDBAccess.SEQUENCE_NUMBER_END;
import static software.amazon.dynamodb.services.local.shared.access.sqlite.SQLiteDBAccess.SHARD_METADATA_TABLE_NAME;
import static software.amazon.dynamodb.services.local.shared.access.sqlite.SQLiteDBAccess.STREAMS_TABLE_NAME;

import com.almworks.sqlite4java.SQLiteConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import software.amazon.dynamodb.services.local.server.LocalDynamoDBRequestHandler;
import software.amazon.dynamodb.services.local.shared.access.sqlite.SQLiteLibraryLoader;

/**
 * Keeps the numbers of streams' changes growing. When DynamoDB Local opens its file, it forgets the
 * changes that are older than 30 hours, and numbers on from the highest that is left, or from 1. So
 * after days, numbers would come again in the same shard, and whoever reads it would take them for
 * seen; and after a run without changes, they would begin below the number that their shard begins
 * at, and not be read.
 */
final class StreamNumbers {
  private static final String SHARED = "shared-local-instance";

  /** A change of no stream, with a number above all that were given. */
  private static final String MARK =
      """
      INSERT INTO %1$s (%2$s, %3$s)
      SELECT 1 + MAX(number), ? FROM (
        SELECT %2$s AS number FROM %1$s
        UNION ALL SELECT %5$s FROM %4$s
        UNION ALL SELECT %6$s FROM %4$s)
      """
          .formatted(
              STREAMS_TABLE_NAME,
              SEQUENCE_NUMBER,
              CREATION_DATE_TIME,
              SHARD_METADATA_TABLE_NAME,
              INITIAL_SEQUENCE_NUMBER_START,
              SEQUENCE_NUMBER_END);

  private StreamNumbers() {}

  /**
   * Leaves a mark that numbers go on from.
   *
   * @param folder of the database, which must not be open
   */
  static void keep(Path folder) throws Exception {
    var file =
        Path.of(LocalDynamoDBRequestHandler.generateDbFileRelativePath(folder.toString(), SHARED));
    if (Files.exists(file)) {
      SQLiteLibraryLoader.initialize();
      var database = new SQLiteConnection(file.toFile());
      try {
        database.open(false).prepare(MARK).bind(1, Instant.now().toEpochMilli()).step();
      } finally {
        database.dispose();
      }
    }
  }
}

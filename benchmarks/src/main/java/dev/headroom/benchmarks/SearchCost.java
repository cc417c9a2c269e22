package dev.headroom.benchmarks;

import java.util.Map;

/**
 * What one operation of the search asks of its stores.
 *
 * @param dynamoDb calls by name
 * @param objects requests to S3 by name
 * @param roundTrips to Redis
 */
record SearchCost(
    String name,
    Map<String, Long> dynamoDb,
    Map<String, Long> objects,
    long roundTrips,
    Units units) {

  /**
   * What else is paid for.
   *
   * @param requests to the HTTP API
   * @param invocations of functions
   * @param writes write units of DynamoDB, by its rules
   * @param reads read units
   */
  record Units(int requests, int invocations, long writes, double reads) {
    static final Units NONE = new Units(0, 0, 0, 0);

    static Units ofRequest(long writes) {
      return new Units(1, 1, writes, 0);
    }
  }

  double dollars() {
    return dollarsForRequests() + dollarsForTable() + dollarsForObjects();
  }

  double dollarsForRequests() {
    return units.requests() * AwsPrices.API_REQUESTS + units.invocations() * AwsPrices.INVOCATIONS;
  }

  double dollarsForTable() {
    return units.writes() * AwsPrices.WRITE_UNITS + units.reads() * AwsPrices.READ_UNITS;
  }

  /** What deletes costs nothing. */
  double dollarsForObjects() {
    long puts = requests("PutObject") + requests("ListObjectsV2");
    return puts * AwsPrices.OBJECTS_PUT + requests("GetObject") * AwsPrices.OBJECTS_GOT;
  }

  private long requests(String name) {
    return objects.getOrDefault(name, 0L);
  }
}

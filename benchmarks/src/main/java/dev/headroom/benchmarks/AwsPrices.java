package dev.headroom.benchmarks;

/**
 * What AWS charges on demand in us-east-1 as of 2026-11, in dollars and without a free tier; each
 * from the page named beside it.
 */
final class AwsPrices {
  static final String REGION = "us-east-1";
  static final String DATE = "2026-11";

  /** A million write units: https://aws.amazon.com/dynamodb/pricing/on-demand/ */
  static final double WRITE_UNITS = 0.625;

  /** A million read units: https://aws.amazon.com/dynamodb/pricing/on-demand/ */
  static final double READ_UNITS = 0.125;

  /**
   * A million requests to standard queues, each send, receive and delete, or batch of them, of up
   * to 64 KB: https://aws.amazon.com/sqs/pricing/
   */
  static final double QUEUE_REQUESTS = 0.40;

  /** A million requests to an HTTP API: https://aws.amazon.com/api-gateway/pricing/ */
  static final double API_REQUESTS = 1.00;

  /** A million invocations: https://aws.amazon.com/lambda/pricing/ */
  static final double INVOCATIONS = 0.20;

  /** A second of a gigabyte on arm64: https://aws.amazon.com/lambda/pricing/ */
  static final double GIGABYTE_SECOND = 0.0000133334;

  /** A million objects written, or lists of objects: https://aws.amazon.com/s3/pricing/ */
  static final double OBJECTS_PUT = 5.00;

  /** A million objects read: https://aws.amazon.com/s3/pricing/ */
  static final double OBJECTS_GOT = 0.40;

  private AwsPrices() {}

  /** What a million invocations cost for each 100 ms that they last. */
  static double millionInvocationsOf100Millis(int memoryMegabytes) {
    return 1e6 * 0.1 * memoryMegabytes / 1024 * GIGABYTE_SECOND;
  }
}

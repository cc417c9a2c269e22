package dev.headroom.local.recorder;

/**
 * A kind of call that a function makes to AWS.
 *
 * @param function the logical id of the function, which it signs with
 * @param operation of the API, such as {@code BatchWriteItem}
 * @param action what its role must allow, such as {@code dynamodb:BatchWriteItem}; {@code
 *     SendMessageBatch} needs {@code sqs:SendMessage}, a transaction what its items do
 * @param resource the ARN of the table, index, stream, queue or function; * when the call names
 *     none
 */
public record Call(String function, String operation, String action, String resource) {}

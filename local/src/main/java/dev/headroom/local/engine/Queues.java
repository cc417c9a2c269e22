package dev.headroom.local.engine;

import java.net.URI;
import java.util.Map;

/**
 * The queues of a template.
 *
 * @param endpoint of SQS
 * @param urls of the queues by their names
 */
record Queues(URI endpoint, Map<String, String> urls) {}

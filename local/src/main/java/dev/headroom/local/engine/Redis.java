package dev.headroom.local.engine;

import java.net.URI;
import java.util.Optional;

/**
 * The cache of a template.
 *
 * @param engine empty when it runs elsewhere
 */
record Redis(URI uri, Optional<RedisEngine> engine) {}

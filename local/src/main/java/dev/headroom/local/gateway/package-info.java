/**
 * API Gateway's HTTP API: routes, JWT authorizer, CORS, throttling, payload format 2.0, access log.
 */
@NullMarked
package dev.headroom.local.gateway;

import org.jspecify.annotations.NullMarked;

/**
 * The two dialects that answers are written in, and how a refusal reads in each. It knows errors
 * and JSON, and nothing of Lambda or API Gateway, since the local gateway refuses in the same
 * words.
 */
@NullMarked
package dev.headroom.dialect;

import org.jspecify.annotations.NullMarked;

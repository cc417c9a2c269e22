/** An OpenID Connect issuer for this machine alone. */
@NullMarked
package dev.headroom.local.identity;

import org.jspecify.annotations.NullMarked;

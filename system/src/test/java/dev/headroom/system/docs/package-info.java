/** Tests of README.md, CONTRIBUTING.md and docs/: what they say and show is so. */
@NullMarked
package dev.headroom.system.docs;

import org.jspecify.annotations.NullMarked;

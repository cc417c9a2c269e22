/** What every function asked of AWS. */
@NullMarked
package dev.headroom.local.recorder;

import org.jspecify.annotations.NullMarked;

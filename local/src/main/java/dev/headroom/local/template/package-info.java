/**
 * Reads template.yaml, strictly: what is not acted upon is either known to have no effect here, or
 * a fault.
 */
@NullMarked
package dev.headroom.local.template;

import org.jspecify.annotations.NullMarked;

/** The functions of test-template.yaml. */
@NullMarked
package dev.headroom.local.handlers;

import org.jspecify.annotations.NullMarked;

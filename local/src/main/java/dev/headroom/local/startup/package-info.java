/**
 * What must hold before anything runs: free ports, a data folder of our own, and the fault that
 * says why not.
 */
@NullMarked
package dev.headroom.local.startup;

import org.jspecify.annotations.NullMarked;

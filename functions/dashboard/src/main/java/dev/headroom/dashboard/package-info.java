/** What stands before all other functions: health, the contract, and what is not there. */
@NullMarked
package dev.headroom.dashboard;

import org.jspecify.annotations.NullMarked;

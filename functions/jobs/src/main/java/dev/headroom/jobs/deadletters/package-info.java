/** The function that ends the attempts whose messages SQS gave up on. */
@NullMarked
package dev.headroom.jobs.deadletters;

import org.jspecify.annotations.NullMarked;

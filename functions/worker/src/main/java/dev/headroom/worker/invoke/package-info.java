/** The job type that hands a job to a Lambda function of the user's own. */
@NullMarked
package dev.headroom.worker.invoke;

import org.jspecify.annotations.NullMarked;

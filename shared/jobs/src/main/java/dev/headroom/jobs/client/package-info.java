/**
 * What programs do with jobs, and the parts of a deployment put together for them. It knows all
 * other packages of jobs, and none of them knows it.
 */
@NullMarked
package dev.headroom.jobs.client;

import org.jspecify.annotations.NullMarked;

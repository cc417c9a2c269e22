/** What a function tells of itself: JSON log lines and CloudWatch metrics. */
@NullMarked
package dev.headroom.telemetry;

import org.jspecify.annotations.NullMarked;

/** Where lines go: functions' metrics and the access log in files, everything else as it was. */
@NullMarked
package dev.headroom.local.log;

import org.jspecify.annotations.NullMarked;

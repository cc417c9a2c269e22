/** Where large things lie: a bucket on AWS, a folder on a laptop. */
@NullMarked
package dev.headroom.objects;

import org.jspecify.annotations.NullMarked;

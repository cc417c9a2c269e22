package dev.headroom.local.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** A handler of either kind, JSON in and JSON out. */
@FunctionalInterface
interface Handler {
  void handle(InputStream event, OutputStream answer, Context context) throws IOException;
}

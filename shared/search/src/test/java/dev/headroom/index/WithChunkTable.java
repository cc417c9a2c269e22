package dev.headroom.index;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Hands one {@link ChunkTable} to all tests: its engine takes longer to start than they do. */
final class WithChunkTable implements ParameterResolver {
  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == ChunkTable.class;
  }

  @Override
  public ChunkTable resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return context
        .getRoot()
        .getStore(Namespace.create(ChunkTable.class))
        .computeIfAbsent(ChunkTable.class, _ -> new ChunkTable(), ChunkTable.class);
  }
}

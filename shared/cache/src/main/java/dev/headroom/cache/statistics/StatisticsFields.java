package dev.headroom.cache.statistics;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The fields of the hash in Redis that holds a tenant's statistics. A field is named for its
 * namespace and what it counts, such as {@code result/MISS}. One that a reset keeps begins with
 * {@code =}: what a namespace holds is measured, and not counted.
 */
final class StatisticsFields {
  static final String AUDITED_AT = "AUDITED_AT";

  private static final String KEPT = "=";
  private static final String ENTRIES = "/" + CacheEvent.ENTRIES;

  private StatisticsFields() {}

  static String of(String namespace, CacheEvent event) {
    boolean kept = event == CacheEvent.ENTRIES || event == CacheEvent.BYTES;
    return (kept ? KEPT : "") + namespace + "/" + event.name();
  }

  static String auditedAt(String namespace) {
    return KEPT + namespace + "/" + AUDITED_AT;
  }

  /** Returns the namespaces that a tenant has; each has a field from when it became known. */
  static List<String> namespaces(List<String> fields) {
    return fields.stream()
        .filter(field -> field.startsWith(KEPT) && field.endsWith(ENTRIES))
        .map(field -> field.substring(KEPT.length(), field.length() - ENTRIES.length()))
        .toList();
  }

  static TenantStatistics read(Map<String, String> fields) {
    var namespaces = new TreeMap<String, Map<String, Long>>();
    fields.forEach(
        (field, value) -> {
          int slash = field.indexOf('/');
          if (slash > 0) {
            String name = field.substring(field.startsWith(KEPT) ? KEPT.length() : 0, slash);
            namespaces
                .computeIfAbsent(name, _ -> new LinkedHashMap<>())
                .put(field.substring(slash + 1), Long.valueOf(value));
          }
        });
    var statistics = new TreeMap<String, NamespaceStatistics>();
    namespaces.forEach((name, of) -> statistics.put(name, NamespaceStatistics.of(of)));
    return new TenantStatistics(
        Long.parseLong(fields.getOrDefault("epoch", "0")),
        Optional.ofNullable(fields.get("since")).map(Long::valueOf).map(Instant::ofEpochMilli),
        statistics);
  }
}

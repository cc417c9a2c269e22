package dev.headroom.search;

import dev.headroom.errors.HeadroomException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.TemporalAccessor;
import java.util.Locale;
import java.util.Optional;

/**
 * Parses times of ISO 8601: a date, or a date and time, with or without an offset from UTC. A time
 * without an offset is in UTC, and a date is the whole day.
 */
public final class IsoTime {
  private static final DateTimeFormatter FORMAT =
      new DateTimeFormatterBuilder()
          .parseCaseInsensitive()
          .append(DateTimeFormatter.ISO_LOCAL_DATE)
          .optionalStart()
          .appendLiteral('T')
          .append(DateTimeFormatter.ISO_LOCAL_TIME)
          .optionalStart()
          .appendOffsetId()
          .toFormatter(Locale.ROOT)
          .withResolverStyle(ResolverStyle.STRICT);

  private static final Instant EARLIEST = Instant.parse("0001-01-01T00:00:00Z");
  private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59.999999999Z");

  /** The greatest length of a time. */
  private static final int MAX_LENGTH = 40;

  private static final Duration DAY = Duration.ofDays(1);

  private IsoTime() {}

  /**
   * Returns whether a time is in the years 1 to 9999, which every part of the product can write.
   */
  static boolean isInRange(Instant time) {
    return !time.isBefore(EARLIEST) && !time.isAfter(LATEST);
  }

  /**
   * Returns the time, or the beginning of the day.
   *
   * @param field the field that an error names
   * @throws HeadroomException.Invalid when the text is not a time in the years 1 to 9999
   */
  public static Instant from(String field, String text) {
    return parse(text).map(Span::first).orElseThrow(() -> refusal(field, text));
  }

  /**
   * Returns the time, or the last instant of the day, so that a range up to a date includes that
   * day.
   *
   * @param field the field that an error names
   * @throws HeadroomException.Invalid when the text is not a time in the years 1 to 9999
   */
  public static Instant to(String field, String text) {
    return parse(text).map(Span::last).orElseThrow(() -> refusal(field, text));
  }

  /** The first and the last instant of a parsed text. */
  private record Span(Instant first, Instant last) {
    static Span of(TemporalAccessor parsed) {
      return switch (parsed) {
        case OffsetDateTime time -> new Span(time.toInstant(), time.toInstant());
        case LocalDateTime time ->
            new Span(time.toInstant(ZoneOffset.UTC), time.toInstant(ZoneOffset.UTC));
        case TemporalAccessor day -> {
          Instant first = LocalDate.from(day).atStartOfDay(ZoneOffset.UTC).toInstant();
          yield new Span(first, first.plus(DAY).minusNanos(1));
        }
      };
    }
  }

  private static Optional<Span> parse(String text) {
    if (text.length() > MAX_LENGTH) {
      return Optional.empty();
    }
    try {
      var parsed =
          FORMAT.parseBest(text, OffsetDateTime::from, LocalDateTime::from, LocalDate::from);
      return Optional.of(Span.of(parsed)).filter(span -> isInRange(span.first()));
    } catch (DateTimeException _) {
      return Optional.empty();
    }
  }

  private static HeadroomException.Invalid refusal(String field, String text) {
    return new HeadroomException.Invalid(
        field,
        "must be a date such as 2026-11-20, or a date and time such as 2026-11-20T08:30:00Z; got \"%s\""
            .formatted(text.substring(0, Math.min(text.length(), MAX_LENGTH))));
  }
}

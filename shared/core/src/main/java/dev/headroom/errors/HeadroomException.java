package dev.headroom.errors;

import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A refusal, in the words of the product's domain. The message is a plain sentence for the caller:
 * no class name, key or internal address stands in it. Whoever speaks a protocol maps the kinds to
 * it once.
 */
public abstract sealed class HeadroomException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final String sentence;

  private HeadroomException(String sentence) {
    super(sentence);
    this.sentence = sentence;
  }

  private HeadroomException(String sentence, Throwable cause) {
    super(sentence, cause);
    this.sentence = sentence;
  }

  /** A plain sentence for the caller; never null. */
  @Override
  public String getMessage() {
    return sentence;
  }

  /** The input cannot be read at all, for example because it is not JSON or not a number. */
  public static final class Malformed extends HeadroomException {
    private static final long serialVersionUID = 1;

    public Malformed(String message) {
      super(message);
    }
  }

  /** It was read, but values are not allowed; {@link #errors} names each. */
  public static final class Invalid extends HeadroomException {
    private static final long serialVersionUID = 1;

    /** So many are named in the sentence; all are in the list. */
    private static final int MAX_NAMED = 5;

    private final transient List<FieldError> errors;

    public Invalid(List<FieldError> errors) {
      super(
          errors.stream()
              .limit(MAX_NAMED)
              .map(FieldError::sentence)
              .collect(Collectors.joining(" ")));
      this.errors = List.copyOf(errors);
    }

    public Invalid(String field, String message) {
      this(List.of(new FieldError(field, message)));
    }

    public List<FieldError> errors() {
      return errors;
    }
  }

  /** There is no such thing, or the caller may not know of it. */
  public static final class NotFound extends HeadroomException {
    private static final long serialVersionUID = 1;
    private final transient List<FieldError> errors;

    /**
     * @param field the parameter that named the thing
     */
    public NotFound(String field, String message) {
      super(message);
      this.errors = List.of(new FieldError(field, message));
    }

    public List<FieldError> errors() {
      return errors;
    }
  }

  /** The state of the thing forbids what was asked. */
  public static final class Conflict extends HeadroomException {
    private static final long serialVersionUID = 1;

    public Conflict(String message) {
      super(message);
    }
  }

  /** More bytes than are taken at once. */
  public static final class TooLarge extends HeadroomException {
    private static final long serialVersionUID = 1;

    public TooLarge(String message) {
      super(message);
    }
  }

  /** Too much, too fast; later it will do. */
  public static final class TooMany extends HeadroomException {
    private static final long serialVersionUID = 1;
    private final Duration retryAfter;

    public TooMany(String message, Duration retryAfter) {
      super(message);
      this.retryAfter = retryAfter;
    }

    public Duration retryAfter() {
      return retryAfter;
    }
  }

  /** Something that is needed does not answer; nothing was done. */
  public static final class Unavailable extends HeadroomException {
    private static final long serialVersionUID = 1;

    public Unavailable(String message) {
      super(message);
    }

    public Unavailable(String message, Throwable cause) {
      super(message, cause);
    }
  }
}

package dev.headroom.local.template;

/** Amazon resource names as the local cloud gives them: one account, one region. */
public final class Arn {
  public static final String REGION = "us-east-1";
  public static final String ACCOUNT = "000000000000";

  private Arn() {}

  private static String of(String service, String resource) {
    return "arn:aws:" + service + ":" + REGION + ":" + ACCOUNT + ":" + resource;
  }

  public static String table(String name) {
    return of("dynamodb", "table/" + name);
  }

  /**
   * The stream of a table. On AWS the label at its end says when the stream was made; here it is
   * the same always, so that a template can name it before there is one.
   */
  public static String stream(String table) {
    return table(table) + "/stream/2000-01-01T00:00:00.000";
  }

  /** The name of the table that any stream's ARN is of; an engine's own, too. */
  public static String tableOfStream(String arn) {
    return arn.replaceFirst("^.*:table/", "").replaceFirst("/stream/.*$", "");
  }

  public static String queue(String name) {
    return of("sqs", name);
  }

  public static String function(String name) {
    return of("lambda", "function:" + name);
  }

  /**
   * The ARN of a function as a caller may name it.
   *
   * @param name a name, an ARN or what follows the account in one, with or without a qualifier
   */
  public static String anyFunction(String name) {
    return function(name.replaceFirst("^(.*:)?function:", ""));
  }

  public static String schedule(String name) {
    return of("scheduler", "schedule/default/" + name);
  }

  public static String rule(String name) {
    return of("events", "rule/" + name);
  }

  static String logGroup(String name) {
    return of("logs", "log-group:" + name + ":*");
  }

  static String bucket(String name) {
    return "arn:aws:s3:::" + name;
  }

  static String cache(String name) {
    return of("elasticache", "serverlesscache:" + name);
  }

  static String cacheUser(String name) {
    return of("elasticache", "user:" + name);
  }

  static String policy(String name) {
    return "arn:aws:iam::" + ACCOUNT + ":policy/" + name;
  }

  static String role(String name) {
    return "arn:aws:iam::" + ACCOUNT + ":role/" + name;
  }

  /** The last part of an ARN whose last part is a plain name, such as a queue's or a role's. */
  static String name(String arn) {
    return arn.substring(Math.max(arn.lastIndexOf(':'), arn.lastIndexOf('/')) + 1);
  }
}

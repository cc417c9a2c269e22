package dev.headroom.limits;

/**
 * Whose requests are counted together.
 *
 * @param tenant whose user it is
 * @param name the same for no other user or address of the tenant's
 */
public record Requester(String tenant, String name) {
  /** Whoever the subject of a token names. */
  public static Requester user(String tenant, String subject) {
    return new Requester(tenant, "user/" + subject);
  }

  /** Whoever asks from an address and is not known otherwise. */
  public static Requester address(String tenant, String ip) {
    return new Requester(tenant, "address/" + ip);
  }
}

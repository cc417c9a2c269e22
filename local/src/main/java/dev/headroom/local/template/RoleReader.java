package dev.headroom.local.template;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Reads what an AWS::IAM::Role allows. Nothing is forbidden here; a test holds calls against it.
 */
final class RoleReader {
  private static final Map<String, String> NO_EFFECT =
      Map.of(
          "AssumeRolePolicyDocument", "who may take the role",
          "Description", "words",
          "Path", "naming",
          "Tags", "words");

  private RoleReader() {}

  static List<Permission> read(Section role) {
    role.withoutEffect(NO_EFFECT);
    var permissions = new ArrayList<Permission>();
    for (Section policy : role.sections("Policies")) {
      policy.withoutEffect(Map.of("PolicyName", "naming"));
      policy.section("PolicyDocument").ifPresent(document -> statements(document, permissions));
      policy.nothingElse();
    }
    role.nothingElse();
    return permissions;
  }

  private static void statements(Section document, List<Permission> permissions) {
    document.withoutEffect(Map.of("Version", "grammar"));
    for (Section statement : document.sections("Statement")) {
      statement.withoutEffect(Map.of("Sid", "naming"));
      if (!statement.requiredText("Effect").equals("Allow")) {
        statement.fault("Effect", "must be Allow: Deny is not supported by the local cloud.");
      }
      for (String action : statement.texts("Action")) {
        for (String resource : statement.texts("Resource")) {
          permissions.add(new Permission(action, resource));
        }
      }
      statement.nothingElse();
    }
    document.nothingElse();
  }
}

package dev.headroom.system;

import dev.headroom.local.LocalCloud;
import java.io.PrintStream;
import java.util.Map;
import java.util.stream.Collectors;

/** Prints what a newcomer can type next, with the address that is in use. */
final class GoOn {
  private static final String FROM_JAVA =
      "A Java program with the library, JobClient.connect(\"default\", System.getenv()), needs:";

  private GoOn() {}

  static void print(LocalCloud cloud, PrintStream out, Terminal terminal) {
    out.printf(
        """
        %s

        HEADROOM=%s
        TOKEN=$(curl -s $HEADROOM/oauth/token -d grant_type=client_credentials -d client_id=me | sed 's/.*"access_token":"\\([^"]*\\)".*/\\1/')
        JOB=$(curl -s $HEADROOM/api/v1/performance/jobs/submit -H "Authorization: Bearer $TOKEN" -H "Content-Type: application/json" -d '{"job_type": "noop", "parameters": {"note": "hello"}, "priority": "urgent"}' | sed 's/.*"job_id":"\\([^"]*\\)".*/\\1/')
        curl -s "$HEADROOM/api/v1/performance/jobs/$JOB?wait=20" -H "Authorization: Bearer $TOKEN"
        curl -s "$HEADROOM/api/v1/performance/search/paginated?query=warranty&per_page=3&highlight=true" -H "Authorization: Bearer $TOKEN"
        curl -s "$HEADROOM/api/v1/performance/jobs/queue/stats" -H "Authorization: Bearer $TOKEN"

        %s

        %s

        Serving at %s until Ctrl-C; %s lists what there is.
        """,
        terminal.bold("Go on with:"),
        cloud.url(),
        terminal.bold(FROM_JAVA),
        export(JobClientEnvironment.of(cloud)),
        terminal.link(cloud.url()),
        terminal.link(cloud.url() + "/openapi.json"));
    out.flush();
  }

  private static String export(Map<String, String> variables) {
    return variables.entrySet().stream()
        .map(variable -> variable.getKey() + "=" + quoted(variable.getValue()))
        .collect(Collectors.joining(" ", "export ", ""));
  }

  private static String quoted(String value) {
    return value.matches("[\\w:/.,%@+-]*") ? value : "'" + value.replace("'", "'\\''") + "'";
  }
}

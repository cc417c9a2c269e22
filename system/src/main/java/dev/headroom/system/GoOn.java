package dev.headroom.system;

import java.io.PrintStream;

/** What a newcomer can type next. */
final class GoOn {
  private GoOn() {}

  static void print(Api api, PrintStream out) {
    String base = api.url() + "/api/v1/performance";
    out.printf(
        """
        Go on with:

        TOKEN=%s

        curl -si %s/jobs/submit -H "Authorization: Bearer $TOKEN" -H "Content-Type: application/json" -d '{"job_type": "noop", "parameters": {"note": "hello"}, "priority": "urgent"}'

        curl -s "%s/jobs?status=completed&limit=5" -H "Authorization: Bearer $TOKEN"

        curl -s "%s/search/paginated?query=warranty&per_page=3&highlight=true" -H "Authorization: Bearer $TOKEN"

        curl -s %s/jobs/queue/stats -H "Authorization: Bearer $TOKEN"

        Serving at %s until Ctrl-C; %s/openapi.json lists what there is.
        """,
        api.token(), base, base, base, base, api.url(), api.url());
    out.flush();
  }
}

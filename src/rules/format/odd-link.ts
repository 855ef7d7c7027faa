import type { LinkFacts } from "../../core/link-facts";
import { defineRule } from "../../core/rule";
import type { Severity } from "../../core/severity";

const SAYS: Record<LinkFacts["oddity"], readonly [Severity, string]> = {
  script: ["medium", "runs as a script where a page shows it as a link"],
  credentials: ["medium", "has a login in it"],
  file: ["low", "names a file or share of the reader's machine"],
};

/**
 * Why: programs show the addresses that a model gives for itself as links. One that is a script runs in the page that
 * shows it; one of a share makes Windows send the reader's login there.
 */
export const oddLink = defineRule({
  id: "MA-FMT-015",
  name: "odd-link",
  on: "link",
  severity: "medium",
  confidence: "high",
  since: "0.1.0",
  summary: "A model gives an address for itself that is no plain web address",
  remedy: "Do not follow the address. Have the author put a plain https address there, without a login.",
  *check({ link }) {
    const [severity, why] = SAYS[link.oddity];
    yield { message: `${link.place}: ${link.shown} ${why}`, severity, key: [link.oddity, link.place, link.shown] };
  },
});

import type { EnvironmentOption } from "../../core/environment-facts";
import { defineRule } from "../../core/rule";
import type { Severity } from "../../core/severity";

/**
 * Why: a server that loads the model builds this environment first. Whoever can answer for the index or the address
 * that it names has code installed and run there.
 */
export const environmentSource = defineRule({
  id: "MA-FMT-062",
  name: "environment-source",
  on: "environment",
  severity: "medium",
  confidence: "high",
  since: "0.1.0",
  summary: "A model's environment installs packages from elsewhere than the usual index",
  remedy:
    "Name packages with versions from the index that your servers are set up with; pin a repository to a commit, an archive to its hash.",
  *check({ environment }) {
    const { kind, text, pinned } = environment.option;
    const [severity, words] = SAYS[kind];
    if (pinned) return;
    yield { message: words, severity, evidence: text, key: [kind, text] };
  },
});

const SAYS: Readonly<Record<EnvironmentOption["kind"], readonly [Severity, string]>> = {
  "plain-http": ["high", "packages are fetched without encryption, so that anyone on the way can change them"],
  "trusted-host": ["high", "certificates of a host are not looked at, so that anyone on the way can change packages"],
  "extra-index": ["medium", "packages may come from a second index: whoever takes a name there decides"],
  index: ["medium", "packages come from an index that the model chooses"],
  repository: ["medium", "a package comes from a repository without a pinned commit"],
  archive: ["medium", "a package comes from an address without a hash"],
};

/** Microsoft's validator of SARIF, the Multitool, on files: what the schema cannot say, and what GitHub asks beyond the standard. */
import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** What it says that we leave as it is, each with the reason. */
const ACCEPTED = {
  SARIF2002: "messages with arguments: GitHub shows `message.text` only",
  SARIF2003: "the repository's address: the gate does not know it",
  SARIF2009: "ids as `MA1001`: ours name their family",
  SARIF2010: "snippets: nothing of the repository is copied beside the evidence",
  SARIF2011: "context of snippets: the same",
  SARIF2012: "rules named in Pascal case: ours are kebab-case everywhere",
  SARIF2017: "a region everywhere: a finding in a member is about the whole file, and says the member",
  GH1003: "a line everywhere: a binary file has none (docs/architecture.md, Telling)",
};

/** It asks each address whether it answers. */
const ASKS_THE_NETWORK = ["SARIF2006.UrisShouldBeReachable"];
/** GitHub's rules that it has and leaves off. Not GH1004: it allows 1,000 results, GitHub allows 25,000 by now. */
const LEFT_OFF = [
  "GH1001.ProvideRequiredLocationProperties",
  "GH1002.InlineThreadFlowLocations",
  "GH1003.ProvideRequiredRegionProperties",
  "GH1005.LocationsMustBeRelativeUrisOrFilePaths",
  "GH1006.ProvideCheckoutPath",
  "GH1007.ProvideFullyFormattedMessageStrings",
];

/** The program in a folder of installed packages, or undefined. */
export function findValidator(tools) {
  const program = join(tools, "node_modules/@microsoft/sarif-multitool-linux/Sarif.Multitool");
  return existsSync(program) ? program : undefined;
}

/**
 * What it says of the files, beside what is accepted: `level rule: how often, and the first of them`. Throws where it did not look at each
 * file, or ended otherwise than after looking.
 */
export function validate(program, files, scratch) {
  chmodSync(program, 0o755);
  const config = join(scratch, "multitool.xml");
  const out = join(scratch, "validated.sarif");
  writeFileSync(config, configuration());
  const options = ["--config", config, "--rule-kind", "Sarif;Ghas;Gh", "--level", "Error;Warning;Note"];
  const { stdout, stderr } = spawnSync(
    program,
    ["validate", ...files, ...options, "-o", out, "--log", "ForceOverwrite"],
    // It prints a line for each thing that it says.
    { encoding: "utf8", maxBuffer: 1 << 28 },
  );
  const said = `${stdout}${stderr}`;
  const looked = Number(/Done\. ([\d,]+) files? scanned/.exec(said)?.[1]);
  if (looked !== files.length || !said.includes("Analysis completed successfully"))
    throw new Error(`the validator looked at ${looked} of ${files.length} files: ${said.slice(-300)}`);
  const { results = [] } = JSON.parse(readFileSync(out, "utf8").replace(/^\uFEFF/, "")).runs[0];
  const found = new Map();
  for (const { ruleId, level = "warning", message, locations } of results) {
    const rule = ruleId.split("/")[0];
    if (rule in ACCEPTED) continue;
    const key = `${level} ${rule}`;
    const { uri } = locations[0].physicalLocation.artifactLocation;
    const first = `${uri.split("/").pop()} ${message.text ?? message.arguments?.join(" | ")}`;
    found.set(key, { count: (found.get(key)?.count ?? 0) + 1, first: found.get(key)?.first ?? first });
  }
  return [...found].map(([key, { count, first }]) => `${key}: ${count}, ${first.slice(0, 300)}`);
}

function configuration() {
  const set = (rule, value) =>
    `<Properties Key="${rule}.Options"><Property Key="RuleEnabled" Value="${value}" Type="Driver.RuleEnabledState" /></Properties>`;
  const settings = [
    ...ASKS_THE_NETWORK.map((rule) => set(rule, "Disabled")),
    ...LEFT_OFF.map((rule) => set(rule, "Error")),
  ];
  return `<?xml version="1.0" encoding="utf-8"?>\n<Properties>\n${settings.join("\n")}\n</Properties>\n`;
}

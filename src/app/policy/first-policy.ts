import { PROJECT } from "../../core/project";
import { clip, escapeTerminal } from "../../report/escape-terminal";
import { PICKLE_FORMATS, type Survey } from "./survey";

/** The schema that editors complete and check the file by. */
export const SCHEMA_URL = "https://raw.githubusercontent.com/model-assay/model-assay/main/schemas/policy.schema.json";

/** Names that a comment lists; the rest is a number. */
const MAX_NAMES = 5;
/** Characters of one of them: paths may be of any length. */
const MAX_NAME = 200;

/** A policy for what was found: what holds is set, what has to be decided stands there as a comment. `today`: `YYYY-MM-DD`. */
export function firstPolicy(found: Survey, today: string): string {
  return [
    `# yaml-language-server: $schema=${SCHEMA_URL}`,
    `# What may come into this repository. Every key: ${PROJECT.homepage}/blob/main/docs/policy.md`,
    ...whatWasFound(found, today),
    "version: 1",
    "",
    "# The lowest severity that fails the job: critical, high, medium, low, or never.",
    "fail-on: high",
    "",
    "# What it means that something could not be looked at: fail, or warn.",
    "on-incomplete: fail",
    "",
    "# Files that are not looked at, such as samples that tests need.",
    '# ignore: ["tests/fixtures/**"]',
    "",
    ...formats(found),
    "",
    "# Names of your own that pickles may import. To add one: model-assay allow mylib.nets.Net --reason TEXT",
    "# pickle:",
    "#   allow:",
    "#     - name: mylib.nets.Net",
    "#       reason: our own class",
    "",
    ...dependencies(found),
    "",
    ...evidence(found),
    "",
    ...sources(found),
    "",
    ...licenses(found),
    "",
    "# Who may have signed what `model-assay verify` looks at.",
    "# signers:",
    "#   - workflow: acme/ci/.github/workflows/build.yml",
    "#     refs: [refs/heads/main]",
    "",
    "# Findings that may pass until a day. To add one: model-assay waive FINDING --reason TEXT --until DAY",
    "waivers: []",
    "",
  ].join("\n");
}

function whatWasFound(found: Survey, today: string): string[] {
  const { formats, models, lockfiles, blocking, missing } = found;
  const files = [...formats.values()].reduce((sum, count) => sum + count, 0);
  return [
    `# Written by \`model-assay policy init\` from what was here on ${today}:`,
    `#   model files: ${files === 0 ? "none" : `${files} (${tally(formats)})`}`,
    `#   models: ${names(models)}`,
    `#   lockfiles: ${names(lockfiles)}`,
    ...(missing === 0 ? [] : [`#   files that are not here, so nothing is known of them: ${missing}`]),
    `#   would fail the gate: ${blocking.size === 0 ? "none of the model files" : tally(blocking)}`,
    ...(blocking.size === 0 ? [] : ["#     which they are, and what to do: model-assay gate"]),
  ];
}

/** What the repository has none of, it can go on without. Of files that are not here nobody knows. */
function formats({ formats: there, pickles, missing }: Survey): string[] {
  const deny = `deny: [${PICKLE_FORMATS.join(", ")}]`;
  if (there.size > 0 && pickles.length === 0 && missing === 0)
    return ["# Formats that no file may have. No pickle is here, and none comes in:", "formats:", `  ${deny}`];
  return [
    "# Formats that no file may have.",
    ...(pickles.length === 0 ? [] : [`# These are or hold pickles: ${names(pickles)}`]),
    "# formats:",
    `#   ${deny}`,
  ];
}

function dependencies({ lockfiles }: Survey): string[] {
  return [
    lockfiles.length === 0
      ? "# Flaws of packages that may pass until a day; no lockfile is here today."
      : "# Flaws of packages that may pass until a day. Which there are: model-assay audit",
    "# dependencies:",
    "#   ignore:",
    "#     - id: GHSA-53q9-r3pm-6pq6",
    "#       package: torch",
    "#       reason: nothing is loaded here",
    "#       until: 2027-01-31",
  ];
}

function evidence({ known, models }: Survey): string[] {
  if (known.length > 0)
    return [
      "# What has to be known of every model: card, license, base-revision, dataset.",
      `# Of what is here, ${models.length} in number, none lacks these:`,
      "bom:",
      `  require: [${known.join(", ")}]`,
    ];
  return ["# What has to be known of every model.", "# bom:", "#   require: [card, license, base-revision, dataset]"];
}

/** What is here says where things come from, not that somebody has approved of it: so it is a comment. */
function sources({ sources: places, unrecorded }: Survey): string[] {
  return [
    "# Where models and what they were made from may come from, as models.lock.yaml and cards say it.",
    ...(places.length === 0 ? [] : [`# Of what is here: ${names(places)}`]),
    ...(unrecorded === 0 ? [] : [`# Nobody says it of ${unrecorded}. To record one: model-assay lock add SOURCE`]),
    "# sources:",
    `#   allow: [${listed(places, "huggingface.co/acme/*")}]`,
  ];
}

function licenses({ licenses: said }: Survey): string[] {
  return [
    "# Licences that models may have, and those that none may have.",
    ...(said.length === 0 ? [] : [`# Of what is here: ${names(said)}`]),
    "# licenses:",
    `#   allow: [${listed(said, "apache-2.0")}]`,
    "#   deny: [cc-by-nc-4.0]",
  ];
}

/** As a list that can be taken as it is: what YAML would read as more than a word is quoted. */
function listed(values: readonly string[], example: string): string {
  const shown = values.slice(0, MAX_NAMES).map((value) => JSON.stringify(escapeTerminal(clip(value, MAX_NAME))));
  return shown.length === 0 ? JSON.stringify(example) : shown.join(", ");
}

function tally(counts: ReadonlyMap<string, number>): string {
  return [...counts].map(([name, count]) => `${name} ${count}`).join(", ");
}

/** Paths come from whoever made the files: a line break in one must not end the comment. */
function names(paths: readonly string[]): string {
  if (paths.length === 0) return "none";
  const shown = paths.slice(0, MAX_NAMES).map((path) => escapeTerminal(clip(path, MAX_NAME)));
  return [...shown, ...(paths.length > MAX_NAMES ? [`and ${paths.length - MAX_NAMES} more`] : [])].join(", ");
}

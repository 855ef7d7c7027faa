/** The results as `docs/interoperability.md` shows them, between the marks of its generated part. */
import { readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const PAGE = join(ROOT, "docs", "interoperability.md");
const OPEN = "<!-- generated:interoperability -->";
const CLOSE = "<!-- /generated -->";

/**
 * @param {{ date: string, versions: [string, string][], services: [string, string][], ours: string, trials: import("./trial.mjs").Trial[], places: [string, string][], skipped: string[] }} run
 * `places`: what of this machine stands in the commands, and what to show in its place.
 */
export function render({ date, versions, services, ours, trials, places, skipped }) {
  const clients = [...new Set(trials.map(({ by }) => by))];
  const byThem = trials.filter(({ made }) => made.includes("by the action") || made.includes("by `sign"));
  const byOthers = trials.filter((trial) => !byThem.includes(trial));
  const made = [...new Set(byThem.map((trial) => trial.made))];
  return [
    `Run on ${date} with ${named(versions)}; services: ${named(services)}.`,
    "### What we sign",
    table(
      ["Made", ...clients],
      made.map((each) => [
        each,
        ...clients.map((by) => answer(byThem.find((trial) => trial.made === each && trial.by === by))),
      ]),
    ),
    "### What others sign, verified by us",
    table(
      ["Made", ours],
      byOthers.map((trial) => [trial.made, answer(trial)]),
    ),
    ...(skipped.length === 0 ? [] : [`Not run: ${skipped.join("; ")}.`]),
    "### The commands",
    ...trials.map(({ made, by, before, command }) => {
      const commands = [...(before === undefined ? [] : [before]), command].map((each) => shown(each, places));
      return `${made}, verified by ${by}:\n\n\`\`\`sh\n${commands.join("\n")}\n\`\`\``;
    }),
  ].join("\n\n");
}

function named(versions) {
  return versions.map(([name, version]) => `${name} ${version}`).join(", ");
}

function answer(trial) {
  if (trial === undefined) return "";
  return trial.problems.length > 0 ? "no" : (trial.answer ?? "yes");
}

/** Puts it on its page. */
export function write(text) {
  const page = readFileSync(PAGE, "utf8");
  const [start, end] = [page.indexOf(OPEN), page.indexOf(CLOSE)];
  if (start < 0 || end < start) throw new Error(`${PAGE} has no place for ${OPEN}`);
  writeFileSync(PAGE, `${page.slice(0, start + OPEN.length)}\n\n${text}\n\n${page.slice(end)}`);
}

/** A command as one would type it, with the names of places. */
function shown(command, places) {
  const words = command.map((given) => {
    const word = given.startsWith("eyJ") ? "$TOKEN" : given;
    const named = places.reduce((text, [from, to]) => text.replaceAll(from, to), word);
    return /^[\w$./:@=,+-]+$/.test(named) ? named : `'${named}'`;
  });
  return words
    .join(" ")
    .replace(/^node \$DIST\/cli\.js/, "model-assay")
    .replaceAll(/ (?=--)/g, " \\\n  ");
}

function table(heads, rows) {
  const line = (cells) => `| ${cells.join(" | ")} |`;
  return [line(heads), line(heads.map(() => "---")), ...rows.map(line)].join("\n");
}

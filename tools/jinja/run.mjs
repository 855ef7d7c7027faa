/**
 * Real and damaged templates through Jinja's parser and through ours:
 * `node tools/jinja/run.mjs DIRECTORY PYTHON [MUTATIONS] [FIRST SEED]`. Each template of the directory is compared as it
 * is, then as many damaged ones as asked for. What differs is printed. PYTHON is one that has Jinja 3.1.
 */
import { execFileSync } from "node:child_process";
import { readFileSync, readdirSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { compileTests } from "../compile-tests.mjs";
import { mutateTemplate } from "./mutate.mjs";

/** Templates in one run of Python: answers are held until it ends. */
const BATCH = 500;
/** Characters of a text that are compared. */
const MAX_TEXT = 2000;
const PIECES = ["names", "attributes", "filters", "texts", "data"];

const [, , folder, python, count = "2000", first = "1"] = process.argv;
if (python === undefined) throw new Error("usage: run.mjs DIRECTORY PYTHON [MUTATIONS] [FIRST SEED]");
const { directory, root, remove } = compileTests();
try {
  const load = createRequire(import.meta.url);
  const { parseTemplate } = load(join(directory, "src/syntax/jinja/index.js"));
  const { Random } = load(join(directory, "__tests__/fuzz/random.js"));
  const real = readdirSync(folder)
    .sort()
    .map((name) => ({ name, text: readFileSync(join(folder, name), "utf8") }));
  report("real templates", compare(real, parseTemplate));
  const damaged = Array.from({ length: Number(count) }, (_, i) => {
    const random = new Random(Number(first) + i);
    const [one, other] = [random.pick(real), random.pick(real)];
    return { name: `seed ${Number(first) + i} (${one.name})`, text: mutateTemplate(random, one.text, other.text) };
  });
  report("damaged templates", compare(damaged, parseTemplate));
} finally {
  remove();
}

function compare(templates, parseTemplate) {
  const totals = { cases: 0, "parsed by both": 0, "refused by both": 0, "unknown tag": 0, "over our limits": 0 };
  const differing = [];
  for (let from = 0; from < templates.length; from += BATCH) {
    const batch = templates.slice(from, from + BATCH);
    const answers = askJinja(batch.map(({ text }) => text));
    batch.forEach(({ name, text }, i) => {
      totals.cases++;
      const ours = parseTemplate(text);
      const outcome = outcomeOf(answers[i], ours);
      if (outcome in totals) totals[outcome]++;
      else differing.push({ name, why: outcome, text });
    });
  }
  return { totals, differing };
}

function outcomeOf(theirs, ours) {
  if (ours.problem?.reason === "limit") return theirs.ok ? "our limit on what Jinja parses" : "over our limits";
  const seen = piecesOf(ours.body);
  if (!theirs.ok) {
    if (ours.problem !== undefined) return "refused by both";
    return /unknown tag/.test(theirs.error) && seen.unknown ? "unknown tag" : `only Jinja refuses: ${theirs.error}`;
  }
  if (ours.problem !== undefined) return `only we refuse: ${ours.problem.message} at ${ours.problem.at}`;
  const different = PIECES.find((piece) => JSON.stringify(theirs[piece]) !== JSON.stringify(seen[piece]));
  if (different === undefined) return "parsed by both";
  return `${different}: ${JSON.stringify(theirs[different])} against ${JSON.stringify(seen[different])}`.slice(0, 600);
}

/** The same sets as the oracle's, from our tree. */
function piecesOf(body) {
  const sets = { names: new Set(), attributes: new Set(), filters: new Set(), texts: new Set() };
  let [data, unknown] = ["", false];
  const pending = [body];
  while (pending.length > 0) {
    const node = pending.pop();
    if (node === null || typeof node !== "object") continue;
    if (Array.isArray(node)) {
      for (let i = node.length - 1; i >= 0; i--) pending.push(node[i]);
      continue;
    }
    if (node.kind === "data") data += node.text;
    if (node.kind === "unknown-tag") unknown = true;
    if (node.kind === "name") sets.names.add(node.name);
    if (node.kind === "attribute") {
      sets.attributes.add(node.name);
      if (typeof node.object === "string") sets.names.add(node.object);
    }
    if (node.kind === "filter") sets.filters.add(node.name);
    if (node.kind === "test") sets.filters.add(`is ${node.name}`);
    if (node.kind === "constant" && typeof node.value === "string") sets.texts.add(cut(node.value));
    for (const { name } of node.parameters ?? []) sets.names.add(name);
    pending.push(
      ...Object.values(node)
        .filter((value) => typeof value === "object")
        .reverse(),
    );
  }
  const lists = Object.fromEntries(Object.entries(sets).map(([key, set]) => [key, sorted(set)]));
  return { ...lists, data, unknown };
}

/** As Python sorts and cuts: by code points. */
function sorted(set) {
  return [...set]
    .map((text) => [...text])
    .sort(byCodePoints)
    .map((points) => points.join(""));
}

function byCodePoints(a, b) {
  for (let i = 0; i < Math.min(a.length, b.length); i++)
    if (a[i] !== b[i]) return a[i].codePointAt(0) - b[i].codePointAt(0);
  return a.length - b.length;
}

function cut(text) {
  return [...text].slice(0, MAX_TEXT).join("");
}

function askJinja(texts) {
  const input = texts.map((text) => `${JSON.stringify(text)}\n`).join("");
  const options = { input, maxBuffer: 1 << 30, encoding: "utf8" };
  const output = execFileSync(python, [join(root, "tools/jinja/oracle.py")], options);
  return output
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line));
}

function report(what, { totals, differing }) {
  console.log(what);
  console.table({ ...totals, differing: differing.length });
  for (const { name, why, text } of differing.slice(0, 20))
    console.log(`${name}: ${why}${text.length < 400 ? `\n  ${JSON.stringify(text)}` : ""}`);
  if (differing.length > 0) process.exitCode = 1;
}

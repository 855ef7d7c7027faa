import { toCycloneDx, validateBom } from "../../src/bom";
import { toSpdx } from "../../src/bom/spdx";
import type { Inventory } from "../../src/core/inventory";
import { buildInventory, type TreeFile } from "../../src/inventory";
import { DOCUMENTS, ODD } from "./samples-documents";
import { Random } from "./random";
import type { WalkOutcome } from "./walk";

const NAMES = Object.keys(DOCUMENTS);
const TOOL = { name: "Model Assay", version: "0.0.0", homepage: "https://example.org" };
const MARKDOWN = "\n# Small\n\n## Uses\n\nIt reads [text](https://user:pw-secret@h/).\n\n## License\n\nMIT\n";
/** What no document may show: controls that terminals act on, halves of characters, marks that turn text, a password. */
const UNSHOWN = /(?<!\\)\\u00(?:0[0-8b-f]|1[0-9a-f]|7f)|[\u0080-\u009f\u202a-\u202e\u2066-\u2069]|(?<!\\)\\ud[89a-f]/i;
/** Stands in addresses before the `@`; where characters are damaged these are no addresses any more. */
const SECRET = "pw-secret";

/** A document as its text; YAML reads JSON too. */
export function textOfDocument(name: string, value: unknown): string {
  const json = JSON.stringify(value);
  return name === "README.md" ? `---\n${json}\n---\n${MARKDOWN}` : json;
}

/** Every place of a value, as the keys that lead there. */
export function placesIn(value: unknown, at: readonly string[] = []): (readonly string[])[] {
  if (typeof value !== "object" || value === null) return [at];
  return [at, ...Object.entries(value).flatMap(([key, each]) => placesIn(each, [...at, key]))];
}

/** A copy with something else in one place. */
export function replaced(value: unknown, [key, ...rest]: readonly string[], by: unknown): unknown {
  if (key === undefined || typeof value !== "object" || value === null) return by;
  const copy: unknown = Array.isArray(value) ? [...(value as unknown[])] : { ...(value as object) };
  const own = (value as Readonly<Record<string, unknown>>)[key];
  Object.defineProperty(copy, key, {
    value: replaced(own, rest, by),
    enumerable: true,
    writable: true,
    configurable: true,
  });
  return copy;
}

/** What is wrong with the bills that are made of these documents; nothing, where all is well. */
export function problemsOf(texts: Readonly<Record<string, string>>, directory = "m", secrets = true): string[] {
  const files = Object.entries(texts).map(([name, text]): TreeFile => ({
    path: `${directory}/${name}`,
    size: text.length,
    sha256: "a".repeat(64),
    text,
  }));
  const at = { path: `${directory}/model.safetensors` };
  const weights: TreeFile = {
    path: at.path,
    size: 5,
    sha256: "b".repeat(64),
    format: "safetensors",
    card: [{ kind: "parameters", at, value: 5, dtype: "float32" }],
  };
  const subject = { name: "tree", dirty: false, time: "2026-01-01T00:00:00Z" };
  const input = { subject, files: [weights, ...files], packages: [], origins: [], missing: [] };
  const inventory = buildInventory(input);
  const same = buildInventory({ ...input, files: [...input.files].reverse() });
  return [
    ...problemsOfBills(inventory, secrets),
    ...(JSON.stringify(same) === JSON.stringify(inventory) ? [] : ["another order of files gives another inventory"]),
  ];
}

function problemsOfBills(inventory: Inventory, secrets: boolean): string[] {
  const problems: string[] = [];
  for (const specVersion of ["1.6", "1.7"] as const) {
    const text = toCycloneDx(inventory, { specVersion, tool: TOOL });
    problems.push(
      ...validateBom(text, specVersion).map((each) => `${specVersion}: ${each}`),
      ...shown(text, specVersion, secrets),
    );
  }
  const spdx = toSpdx(inventory);
  JSON.parse(spdx);
  return [...problems, ...shown(spdx, "SPDX", secrets)];
}

function shown(text: string, where: string, secrets: boolean): string[] {
  if (secrets && text.includes(SECRET))
    return [`${where} shows a password: ${text.slice(text.indexOf(SECRET) - 80, text.indexOf(SECRET) + 9)}`];
  const found = UNSHOWN.exec(text);
  return found === null
    ? []
    : [`${where} shows ${JSON.stringify(text.slice(Math.max(0, found.index - 60), found.index + 40))}`];
}

/** One tree of documents, damaged as the seed says, through readers, inventory and all bills. */
export function walkDocuments(seed: number): WalkOutcome {
  const started = performance.now();
  const random = new Random(seed);
  const texts: Record<string, string> = {};
  const odd = random.chance(40);
  for (const name of NAMES) if (random.chance(45)) texts[name] = damagedText(random, name, odd);
  const bytes = Object.values(texts).reduce((sum, text) => sum + text.length, 0);
  const done = (findings: number, failure?: string): WalkOutcome => ({
    ...{ seed, name: Object.keys(texts).join(", "), bytes, findings, milliseconds: performance.now() - started },
    ...(failure === undefined ? {} : { failure }),
  });
  try {
    const problems = problemsOf(texts, random.pick(["m", "m", "a/b", "__proto__", "\u202em\u001b", "m m"]), !odd);
    return done(Object.keys(texts).length, problems.length === 0 ? undefined : problems.slice(0, 3).join("; "));
  } catch (error) {
    return done(0, error instanceof Error ? (error.stack ?? error.message) : String(error));
  }
}

function damagedText(random: Random, name: string, odd: boolean): string {
  let value = DOCUMENTS[name];
  for (let changes = random.int(5); changes > 0; changes--) value = damaged(random, value);
  const text = textOfDocument(name, value);
  return odd && random.chance(60) ? damagedCharacters(random, text) : text;
}

function damaged(random: Random, value: unknown): unknown {
  const place = random.pick(placesIn(value));
  if (random.chance(20))
    return replaced(
      value,
      [...place.slice(0, -1), random.pick(["__proto__", "constructor", "\u0000", "x"])],
      random.pick(ODD),
    );
  return replaced(value, place, random.chance(15) ? value : random.pick(ODD));
}

/** What YAML and JSON act on, and what no text has. */
const PIECES = [
  "&a ", "*a", "<<: *a", "!!python/object:os.system ", "---\n", "...\n", "- ", "\t", "\u0000", "\ufeff", "\ud800",
  '"', "'", "{", "}", "[", "]", ":", ",", "#", "|\n", ">\n", "? ", "%YAML 9.9\n", "\r", "\u0085", "\u2028", "1e400", "NaN", "0x", "<!--", "```\n",
]; // prettier-ignore

function damagedCharacters(random: Random, text: string): string {
  let out = text;
  for (let changes = 1 + random.int(4); changes > 0; changes--) {
    const at = random.int(out.length + 1);
    const gone = random.chance(30) ? random.int(20) : 0;
    out = out.slice(0, at) + random.pick(PIECES).repeat(random.chance(10) ? 200 : 1) + out.slice(at + gone);
  }
  return out;
}

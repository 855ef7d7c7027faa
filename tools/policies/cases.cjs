/* eslint-disable @typescript-eslint/no-require-imports -- the tests load it, and they are CommonJS */
// The cases of examples/policies: the one evidence document that every policy lets pass, and what each case changes in it.
const { readdirSync, readFileSync } = require("node:fs");
const { join } = require("node:path");

/** Policies, with their text, and cases, with their evidence. */
function examples(root) {
  const folder = join(root, "examples/policies");
  const base = readFileSync(join(folder, "evidence.json"), "utf8");
  const policies = new Map(
    readdirSync(folder)
      .filter((name) => name.endsWith(".rego"))
      .sort()
      .map((name) => [name.slice(0, -".rego".length), readFileSync(join(folder, name), "utf8")]),
  );
  const cases = JSON.parse(readFileSync(join(folder, "cases.json"), "utf8")).map((each) => ({
    ...each,
    evidence: changed(JSON.parse(base), each.set),
  }));
  return { policies, cases, base: JSON.parse(base) };
}

/** `{ "artifacts.0.format": "pickle" }` set in a document. */
function changed(document, set) {
  for (const [path, value] of Object.entries(set)) {
    const keys = path.split(".");
    const last = keys.pop();
    keys.reduce((at, key) => at[key], document)[last] = value;
  }
  return document;
}

/** The document without one of its fields, for each field at any depth: `[path, document]`. */
function* withoutEach(document) {
  for (const path of paths(document)) {
    const copy = structuredClone(document);
    const last = path.at(-1);
    const parent = path.slice(0, -1).reduce((at, key) => at[key], copy);
    delete parent[last];
    yield [path.join("."), copy];
  }
}

function* paths(value, path = []) {
  if (typeof value !== "object" || value === null) return;
  for (const [key, inner] of Object.entries(value)) {
    if (!Array.isArray(value)) yield [...path, key];
    yield* paths(inner, [...path, key]);
  }
}

module.exports = { examples, withoutEach };

import { readFileSync } from "node:fs";
import { join } from "node:path";
import Ajv from "ajv";
import addFormats from "ajv-formats";
import { parse } from "yaml";
import { readPolicy } from "../../src/app/read-policy";
import { WANTED_EVIDENCE } from "../../src/core/inventory";
import { FAIL_ON, SEVERITIES } from "../../src/core/severity";
import { FORMAT_IDS } from "../../src/formats/ids";
import { InvalidPolicy } from "../../src/policy/document";
import { DEFAULT_POLICY, ON_INCOMPLETE } from "../../src/policy/file";
import { SCHEMA_URL } from "../../src/app/policy/first-policy";

interface Schema {
  readonly $id?: string;
  readonly description?: string;
  readonly default?: unknown;
  readonly enum?: readonly unknown[];
  readonly additionalProperties?: boolean;
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
}

const schema = JSON.parse(readFileSync(join(__dirname, "../../schemas/policy.schema.json"), "utf8")) as Schema;
const ajv = new Ajv({ allErrors: true, strict: true, strictTypes: false, strictRequired: false });
addFormats(ajv);
const validate = ajv.compile(schema);

/** What the program says of a policy: nothing, or its problems. */
async function problemsOf(text: string): Promise<readonly string[]> {
  try {
    await readPolicy(text, "p");
    return [];
  } catch (error) {
    if (!(error instanceof InvalidPolicy)) throw error;
    return error.problems.map(({ message }) => message);
  }
}

/** Every mapping that a policy has, with a policy around one at this place that has a key nobody knows. */
function* mappings(at: Schema, path: string, around: (inner: string) => string): Iterable<[string, Schema, string]> {
  if (at.properties === undefined) return;
  yield [path, at, around(`{ zzzzzzzzzzzz: 1 }`)];
  for (const [key, child] of Object.entries(at.properties)) {
    const below = path === "" ? key : `${path}.${key}`;
    yield* mappings(child, below, (inner) => around(`{ ${key}: ${inner} }`));
    if (child.items) yield* mappings(child.items, `${below}[]`, (inner) => around(`{ ${key}: [${inner}] }`));
  }
}

const all = [...mappings(schema, "", (inner) => inner)];

test("the places that are compared are all there are", () => {
  expect(all.map(([path]) => path)).toEqual([
    "", "pickle", "pickle.allow[]", "formats", "dependencies", "dependencies.ignore[]", "bom", "signers[]", "waivers[]",
  ]); // prettier-ignore
});

describe.each(all)("the keys of %p", (_path, at, policy) => {
  test("are those that the reader takes, in both directions", async () => {
    const words = (await problemsOf(policy)).find((message) => message.includes("zzzzzzzzzzzz"));
    const known = /; known: (.*)$/.exec(words ?? "")?.[1]?.split(", ");
    expect(known?.sort()).toEqual(Object.keys(at.properties!).sort());
  });

  test("are all: another one is an error for both", () => {
    expect(at.additionalProperties).toBe(false);
    expect(validate(parse(policy))).toBe(false);
  });

  test("each have a description", () => {
    const bare = Object.entries(at.properties!).filter(([, { description, items }]) =>
      [description, ...(items ? [items.description] : [])].some((words) => !words?.endsWith(".")),
    );
    expect(bare.map(([key]) => key)).toEqual([]);
  });
});

test("values and defaults are those of the program", () => {
  const at = (path: string): Schema =>
    path.split(".").reduce((node, key) => (key === "[]" ? node.items! : node.properties![key]!), schema);
  expect(at("fail-on").enum).toEqual(FAIL_ON);
  expect(at("fail-on").default).toBe(DEFAULT_POLICY.failOn);
  expect(at("on-incomplete").enum).toEqual(ON_INCOMPLETE);
  expect(at("on-incomplete").default).toBe(DEFAULT_POLICY.onIncomplete);
  expect(at("formats.deny.[]").enum).toEqual(FORMAT_IDS);
  expect(at("dependencies.unknown-severity").enum).toEqual(SEVERITIES);
  expect(at("dependencies.unknown-severity").default).toBe(DEFAULT_POLICY.dependencies.unknownSeverity);
  expect(at("bom.require.[]").enum).toEqual(WANTED_EVIDENCE);
});

test("editors find the schema under the address that it says itself", () => {
  expect(schema.$id).toBe(SCHEMA_URL);
});

const SHA = "2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae";
const WAIVER = `{ rule: MA-PKL-002, path: a.pkl, reason: r, until: 2027-01-31 }`;
const IGNORED = `{ id: GHSA-x, package: torch, reason: r, until: 2027-01-31 }`;

describe("good for both", () => {
  test.each([
    "",
    "fail-on: never\non-incomplete: warn",
    "ignore:\npickle:\nformats:\ndependencies:\nbom:\nsigners:\nwaivers:",
    "pickle: { allow: }\nformats: { deny: }\ndependencies: { ignore: }\nbom: { require: }",
    'ignore: ["tests/**", "a b/*.{pt,bin}", "[a-z]"]',
    "pickle: { allow: [{ name: mylib.nets.Net, reason: ours }, { name: a.B, reason: r, until: 2024-02-29 }] }",
    "formats: { deny: [pickle, joblib, torch-legacy] }",
    `dependencies: { unknown-severity: critical, ignore: [${IGNORED}] }`,
    "bom: { require: [card, license, base-revision, dataset, card] }",
    `waivers: [${WAIVER}]`,
    `waivers: [{ rule: MA-PKL-002, path: "**/*.pkl", sha256: ${SHA}, finding: 0a1b, reason: r, until: 2027-01-31, approved-by: Ada }]`,
    "signers: [{ workflow: a/b/.github/workflows/c.yml, refs: [refs/heads/main], repository-id: 42, owner-id: '42' }]",
    "signers: [{ repository: acme/models, source-refs: ['refs/tags/v*'], trigger: push, runner-environment: github-hosted }]",
    "signers: [{ identity: ada@example.com, issuer: https://accounts.example.com }]",
    "signers: [{ identity-glob: '*@example.com', issuer: i, visibility: public }, { identity-regexp: 'a.*', issuer: i }]",
    `signers: [{ key: ${SHA} }]`,
  ])("%s", async (rest) => {
    const text = `version: 1\n${rest}\n`;
    expect(await problemsOf(text)).toEqual([]);
    expect(validate(parse(text)) || validate.errors).toBe(true);
  });
});

describe("bad for both", () => {
  test.each(
    [
      "",
      "[]",
      "version: 2",
      "version: '1'",
      "version: 1\nfail-on: info",
      "version: 1\nfail-on:",
      "version: 1\non-incomplete: pass",
      "version: 1\nignore: tests",
      "version: 1\nignore: { a: b }",
      "version: 1\nignore: [1]",
      "version: 1\nignore: ['']",
      "version: 1\nignore: [null]",
      `version: 1\nignore: [${"a".repeat(4097)}]`,
      "version: 1\npickle: []",
      "version: 1\npickle: { allow: [mylib.Net] }",
      "version: 1\npickle: { allow: [{ name: 'mylib.*', reason: r }] }",
      "version: 1\npickle: { allow: [{ name: Net, reason: r }] }",
      "version: 1\npickle: { allow: [{ name: a.B }] }",
      "version: 1\npickle: { allow: [{ name: a.B, reason: ' ' }] }",
      "version: 1\npickle: { allow: [{ name: a.B, reason: r, until: 2027-02-30 }] }",
      "version: 1\npickle: { allow: [{ name: a.B, reason: r, until: }] }",
      "version: 1\nformats: { deny: [picle] }",
      "version: 1\ndependencies: { unknown-severity: none }",
      "version: 1\ndependencies: { ignore: [{ id: G, package: torch, reason: r }] }",
      "version: 1\ndependencies: { ignore: [{ id: G, reason: r, until: 2027-01-31 }] }",
      "version: 1\nbom: { require: [cards] }",
      "version: 1\nbom: { require: [null] }",
      `version: 1\nwaivers: ${WAIVER}`,
      "version: 1\nwaivers: [null]",
      ...["rule", "path", "reason", "until"].map(
        (key) => `version: 1\nwaivers: [${WAIVER.replace(`${key}:`, `sha256: ${SHA}, x${key}:`)}]`,
      ),
      `version: 1\nwaivers: [${WAIVER.replace("MA-PKL-002", "PKL-002")}]`,
      `version: 1\nwaivers: [${WAIVER.replace("2027-01-31", "31.1.2027")}]`,
      `version: 1\nwaivers: [${WAIVER.replace("2027-01-31", "2027-13-01")}]`,
      `version: 1\nwaivers: [${WAIVER.replace(" }", `, sha256: ${SHA.toUpperCase()} }`)}]`,
      `version: 1\nwaivers: [${WAIVER.replace(" }", ", approved_by: Ada }")}]`,
      "version: 1\nsigners: [null]",
      "version: 1\nsigners: [{}]",
      "version: 1\nsigners: [{ issuer: https://accounts.example.com }]",
      "version: 1\nsigners: [{ identity-glob: '/a', issuer: i }]",
      "version: 1\nsigners: [{ repository: a/b, refs: [refs/heads/main] }]",
      "version: 1\nsigners: [{ workflow: a/b/.github/workflows/c.yml, refs: [] }]",
      "version: 1\nsigners: [{ workflow: a/b/.github/workflows/c.yml, refs: }]",
      "version: 1\nsigners: [{ workflow: a/b/.github/workflows/c.yml@refs/heads/main }]",
      "version: 1\nsigners: [{ repository: a/b, repository-id: 1.5 }]",
      "version: 1\nsigners: [{ repository: a/b, owner-id: acme }]",
      `version: 1\nsigners: [{ key: ${SHA}, issuer: i }]`,
      "version: 1\nsigners: [{ key: abc }]",
      `version: 1\nsigners: [{ identity-regexp: ${"a".repeat(1025)}, issuer: i }]`,
    ].map((text) => [text.slice(0, 120), text] as const),
  )("%s", async (_, text) => {
    expect(await problemsOf(text)).not.toEqual([]);
    expect(validate(parse(text))).toBe(false);
  });
});

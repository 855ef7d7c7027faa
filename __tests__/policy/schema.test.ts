import { readFileSync } from "node:fs";
import { join } from "node:path";
import Ajv from "ajv";
import addFormats from "ajv-formats";
import { parse } from "yaml";
import { readPolicy } from "../../src/app/read-policy";
import { WANTED_EVIDENCE } from "../../src/core/inventory";
import { DELEGABLE, PROMOTION_EVIDENCE } from "../../src/core/policy";
import { FAIL_ON, ON_INCOMPLETE, SEVERITIES } from "../../src/core/severity";
import { FORMAT_IDS } from "../../src/formats/ids";
import { InvalidPolicy } from "../../src/policy/document";
import { DEFAULT_POLICY } from "../../src/policy/file";
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
  readonly anyOf?: readonly Schema[];
  readonly $ref?: string;
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

/** What stands behind a reference into the schema itself; of a value that may be a text too, the mapping. */
function meant(at: Schema): Schema {
  const to = at.$ref
    ?.slice(2)
    .split("/")
    .reduce((node, key) => (node as unknown as Record<string, Schema>)[key]!, schema);
  if (to !== undefined || at.properties !== undefined) return to ?? at;
  return at.anyOf?.find(({ properties }) => properties !== undefined) ?? at;
}

/** Every mapping that a policy has, with a policy around one at this place that has a key nobody knows. */
function* mappings(at: Schema, path: string, around: (inner: string) => string): Iterable<[string, Schema, string]> {
  if (at.properties === undefined) return;
  yield [path, at, around(`{ zzzzzzzzzzzz: 1 }`)];
  for (const [key, child] of Object.entries(at.properties)) {
    const below = path === "" ? key : `${path}.${key}`;
    yield* mappings(meant(child), below, (inner) => around(`{ ${key}: ${inner} }`));
    if (child.items) yield* mappings(meant(child.items), `${below}[]`, (inner) => around(`{ ${key}: [${inner}] }`));
  }
}

const all = [...mappings(schema, "", (inner) => inner)];

test("the places that are compared are all there are", () => {
  expect(all.map(([path]) => path)).toEqual([
    "", "pickle", "pickle.allow[]", "formats", "dependencies", "dependencies.ignore[]", "dependencies.grace", "sources",
    "licenses", "bom", "signers[]", "signatures", "promotion", "promotion.builders[]", "promotion.deciders[]",
    "promotion.approvals[]", "promotion.approvals[].signers[]", "revoked[]", "revoked[].signer", "delegates[]", "waivers[]",
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
    const bare = Object.entries(at.properties!).filter(([, child]) =>
      [child, ...(child.items ? [child.items] : [])]
        .map((each) => each.description ?? meant(each).description)
        .some((words) => !words?.endsWith(".")),
    );
    expect(bare.map(([key]) => key)).toEqual([]);
  });
});

test("values and defaults are those of the program", () => {
  const at = (path: string): Schema =>
    path.split(".").reduce((node, key) => meant(key === "[]" ? node.items! : node.properties![key]!), schema);
  expect(at("fail-on").enum).toEqual(FAIL_ON);
  expect(at("fail-on").default).toBe(DEFAULT_POLICY.failOn);
  expect(at("on-incomplete").enum).toEqual(ON_INCOMPLETE);
  expect(at("on-incomplete").default).toBe(DEFAULT_POLICY.onIncomplete);
  expect(at("formats.deny.[]").enum).toEqual(FORMAT_IDS);
  expect(at("dependencies.unknown-severity").enum).toEqual(SEVERITIES);
  expect(at("dependencies.unknown-severity").default).toBe(DEFAULT_POLICY.dependencies.unknownSeverity);
  expect(at("bom.require.[]").enum).toEqual(WANTED_EVIDENCE);
  expect(at("formats.allow.[]").enum).toEqual(FORMAT_IDS);
  expect(at("dependencies.fail-on").enum).toEqual(FAIL_ON);
  expect(at("promotion.fail-on").enum).toEqual(FAIL_ON);
  expect(at("promotion.fail-on").default).toBe(DEFAULT_POLICY.promotion.failOn);
  expect(at("promotion.require.[]").enum).toEqual(PROMOTION_EVIDENCE);
  expect(at("delegates.[].what").enum).toEqual(DELEGABLE);
  expect(at("signatures.require").default).toBe(DEFAULT_POLICY.signatures.require);
});

test("editors find the schema under the address that it says itself", () => {
  expect(schema.$id).toBe(SCHEMA_URL);
});

const SHA = "2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae";
const WAIVER = `{ rule: MA-PKL-002, path: a.pkl, reason: r, until: 2027-01-31 }`;
const PERSON = "{ person: ada, identity: ada@example.com, issuer: https://accounts.example.com }";
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
    "formats: { allow: [safetensors, gguf] }",
    "formats: { allow: [] }\nsources: { allow: [] }\nlicenses: { allow: [], deny: }",
    "dependencies: { grace: { critical: 0, high: 7, low: 365 }, fail-on: critical }\nsources:\nlicenses:\nsignatures:",
    "dependencies: { grace: }\npromotion:\nrevoked:\ndelegates:",
    "sources: { allow: ['huggingface.co/acme/*', s3/bucket/**] }\nlicenses: { allow: [apache-2.0], deny: [cc-by-nc-4.0] }",
    "signatures: { require: true, trusted-root: ci/root.json, log: optional }\nrego: policies/own",
    "signatures: { require: false, trusted-root: a..b/root.json }\nrego: ./rego/",
    "promotion: { require: [data, verdict, signed-commit, data], fail-on: high, approvals: [] }",
    `promotion: { builders: [{ key: ${SHA} }], deciders: [{ key: ${SHA} }] }`,
    "promotion: { approvals: [{ role: security, count: 2, people: [ada, bob, eve] }, { role: platform, teams: [acme/ops], environments: [prod] }] }",
    `promotion: { approvals: [{ role: security, signers: [${PERSON}, { person: bob, key: ${SHA} }] }] }`,
    `revoked: [{ sha256: ${SHA}, reason: r }, { signer: { key: ${SHA} }, reason: r }]`,
    `revoked: [{ signer: { key: ${SHA} }, since: 2026-01-02, reason: r }, { signer: { key: ${SHA} }, since: "2026-01-02T03:04:05Z", reason: r }]`,
    `delegates: [${DELEGABLE.join(", ")}]`,
    "delegates: [{ what: waivers, only: ['MA-LDR-*'], max-days: 30 }, { what: pickle.allow, only: }, { what: promotion }]",
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
      "version: 1\nformats: { allow: [safetensor] }",
      "version: 1\nformats: { allow: safetensors }",
      "version: 1\ndependencies: { grace: 7 }",
      "version: 1\ndependencies: { grace: { info: 7 } }",
      "version: 1\ndependencies: { grace: { high: -1 } }",
      "version: 1\ndependencies: { grace: { high: 366 } }",
      "version: 1\ndependencies: { grace: { high: 1.5 } }",
      "version: 1\ndependencies: { grace: { high: '7' } }",
      "version: 1\ndependencies: { grace: { high: } }",
      "version: 1\ndependencies: { fail-on: info }",
      "version: 1\nsources: { allow: ['https://huggingface.co/acme/*'] }",
      "version: 1\nsources: { allow: huggingface.co }",
      "version: 1\nlicenses: { allow: [1] }",
      "version: 1\nlicenses: { deny: [' '] }",
      "version: 1\nsignatures: { require: 'yes' }",
      "version: 1\nsignatures: { trusted-root: /etc/root.json }",
      "version: 1\nsignatures: { trusted-root: ../root.json }",
      "version: 1\nsignatures: { trusted-root: a/../root.json }",
      "version: 1\nsignatures: { log: maybe }",
      "version: 1\nrego:",
      "version: 1\nrego: a/..",
      "version: 1\nrego: a\\b",
      "version: 1\nrego: [a]",
      "version: 1\npromotion: { require: [card] }",
      "version: 1\npromotion: { fail-on: info }",
      "version: 1\npromotion: { builders: [{ issuer: i }] }",
      "version: 1\npromotion: { approvals: }",
      "version: 1\npromotion: { approvals: [{ role: security }] }",
      "version: 1\npromotion: { approvals: [{ role: security, people: [] }] }",
      "version: 1\npromotion: { approvals: [{ people: [ada] }] }",
      "version: 1\npromotion: { approvals: [{ role: security, people: [ada], count: 0 }] }",
      "version: 1\npromotion: { approvals: [{ role: security, people: [ada], count: 21 }] }",
      "version: 1\npromotion: { approvals: [{ role: security, people: ada }] }",
      "version: 1\npromotion: { approvals: [{ role: security, teams: [ops] }] }",
      `version: 1\npromotion: { approvals: [{ role: security, signers: [{ key: ${SHA} }] }] }`,
      "version: 1\npromotion: { approvals: [{ role: security, signers: [{ person: ada }] }] }",
      `version: 1\nrevoked: [{ sha256: ${SHA} }]`,
      "version: 1\nrevoked: [{ reason: r }]",
      `version: 1\nrevoked: [{ sha256: ${SHA}, signer: { key: ${SHA} }, reason: r }]`,
      `version: 1\nrevoked: [{ sha256: ${SHA.toUpperCase()}, reason: r }]`,
      `version: 1\nrevoked: [{ sha256: ${SHA}, since: 2026-01-02, reason: r }]`,
      `version: 1\nrevoked: [{ signer: { key: ${SHA} }, since: 2026-01-02T03:04, reason: r }]`,
      "version: 1\nrevoked: [{ signer: { issuer: i }, reason: r }]",
      "version: 1\ndelegates: [everything]",
      "version: 1\ndelegates: [{ only: ['*'] }]",
      "version: 1\ndelegates: [{ what: fail-on, max-days: 3 }]",
      "version: 1\ndelegates: [{ what: waivers, max-days: 0 }]",
      "version: 1\ndelegates: [{ what: waivers, only: [''] }]",
    ].map((text) => [text.slice(0, 120), text] as const),
  )("%s", async (_, text) => {
    expect(await problemsOf(text)).not.toEqual([]);
    expect(validate(parse(text))).toBe(false);
  });
});

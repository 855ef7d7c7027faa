import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { decisionInputs, promotionInputs } from "../../../src/app/promotion-action/inputs";
import { ConfigurationError } from "../../../src/core/host";
import { removeRepos, temporaryDirectory } from "../../support/repo";

afterAll(removeRepos);

const ROOT = join(__dirname, "../../..");
const NOW = new Date("2026-11-21T10:00:00Z");
const model = join(temporaryDirectory(), "chat");
mkdirSync(model);
const read = (inputs: Record<string, string>, env = {}) =>
  promotionInputs((name) => ({ path: model, ...inputs })[name] ?? "", env, NOW);

interface Action {
  readonly inputs: Readonly<Record<string, { description: string; default?: string; required: boolean }>>;
  readonly outputs: Readonly<Record<string, { description: string }>>;
  readonly runs: { readonly using: string; readonly main: string };
  readonly branding: unknown;
}
const actionOf = (path: string) => parse(readFileSync(join(ROOT, path), "utf8")) as Action;
const action = actionOf("verify/action.yml");

test("nothing but the path: a promotion by the policy, of what lies beside the model", () => {
  expect(read({}, { GITHUB_WORKSPACE: "/w" })).toEqual({
    paths: [model], stage: "promotion", directory: "/w", env: { GITHUB_WORKSPACE: "/w" }, now: NOW, auditAgain: false,
    approvals: [], approverKeys: [], verify: { bundles: [], signers: [], offline: false },
    audit: { osv: "api", offline: false, environments: [], sboms: [] },
  }); // prettier-ignore
  expect(read({}).directory).toBe(".");
});

test("every input", () => {
  const commit = "a".repeat(40);
  const request = read({
    bundle: "a.sigstore.json\n\n  b c.sigstore.json  \n", repository: "acme/models", config: " p.yml ", "trusted-root": "root.json",
    "signer-workflow": "acme/ci/.github/workflows/build.yml", "signer-ref": "refs/heads/main\nrefs/tags/v*", issuer: "https://i.example",
    policy: `acme/policies/ml.yml@${commit}`, "policy-token": "p-t", "github-token": " g-t ", stage: "deployment",
    approvals: "x.json\ny.json", "approver-key": "ada.pub", "pull-request": "12", revocations: "r.yml", bom: "b.cdx.json",
    osv: "database", "osv-database": "/osv", "osv-url": "https://osv.example.com/", audit: "true",
  }); // prettier-ignore
  expect(request).toMatchObject({
    stage: "deployment", auditAgain: true, config: "p.yml", token: "g-t", policyToken: "p-t", approvals: ["x.json", "y.json"], approverKeys: ["ada.pub"],
    env: { GITHUB_TOKEN: "g-t" }, pullRequest: 12, revocations: "r.yml", bom: "b.cdx.json", organisation: { token: "p-t" },
    audit: { osv: "database", database: "/osv", osvUrl: "https://osv.example.com" },
    verify: {
      bundles: ["a.sigstore.json", "b c.sigstore.json"], repo: "acme/models", trustedRoot: "root.json",
      signers: [{ workflow: "acme/ci/.github/workflows/build.yml", refs: ["refs/heads/main", "refs/tags/v*"], issuer: "https://i.example" }],
    },
  }); // prettier-ignore
  expect(read({ key: "key.pub" }).verify).toMatchObject({ key: "key.pub", signers: [] });
  expect(read({ policy: `acme/policies/ml.yml@${commit}`, "github-token": "g-t" }).organisation).toMatchObject({
    token: "g-t",
  });
});

test.each<[Record<string, string>, RegExp]>([
  [{ path: "" }, /takes a file or directory/],
  [{ path: "/nowhere" }, /there is no file or directory/],
  [{ path: `${model}\n${model}` }, /one model at a time/],
  [{ stage: "holiday" }, /^stage: "holiday" is not one of/],
  [{ "pull-request": "x" }, /^pull-request: "x"/],
  [{ repository: "acme" }, /^repo: "acme" is no owner\/name/],
  [{ policy: "acme/policies/ml.yml@main" }, /policy/],
  [{ osv: "file" }, /^osv: "file" is not one of/],
  [{ key: "k.pub", "signer-workflow": "a/b/.github/workflows/c.yml" }, /give only one of them/],
])("%j is refused", (inputs, words) => {
  expect(() => read(inputs)).toThrow(ConfigurationError);
  expect(() => read(inputs)).toThrow(words);
});

test("signing: automatic where nothing is said, and nothing but the known words", () => {
  const attest = (inputs: Record<string, string>) => decisionInputs((name) => inputs[name] ?? "");
  expect(attest({})).toEqual({ attest: "auto", sigstore: "auto" });
  expect(attest({ attest: "true", sigstore: " trust.json " })).toEqual({ attest: "true", sigstore: "trust.json" });
  expect(() => attest({ attest: "yes" })).toThrow(ConfigurationError);
});

describe("verify/action.yml", () => {
  test("has every input that is read, and no other", () => {
    const asked = new Set<string>();
    promotionInputs((name) => (asked.add(name), name === "path" ? model : ""), {}, NOW);
    decisionInputs((name) => (asked.add(name), ""));
    expect([...asked].sort()).toEqual(Object.keys(action.inputs).sort());
  });

  test("has every output that is set, and no other", () => {
    const sources = ["src/app/promotion-action/publish.ts", "src/verify-action.ts"];
    const set = sources.flatMap((path) => [
      ...readFileSync(join(ROOT, path), "utf8").matchAll(/setOutput\("([a-z-]+)"/g),
    ]);
    expect([...new Set(set.map(([, name]) => name!))].sort()).toEqual(Object.keys(action.outputs).sort());
  });

  test("has defaults that the code has too, and runs what the build makes", () => {
    const given = Object.entries(action.inputs).filter(([name]) => name !== "github-token");
    const defaults = Object.fromEntries(given.flatMap(([name, { default: value }]) => (value ? [[name, value]] : [])));
    expect(read(defaults)).toEqual(read({}));
    expect(decisionInputs((name) => defaults[name] ?? "")).toEqual(decisionInputs(() => ""));
    expect(action.runs).toEqual({ using: "node24", main: "../dist/verify.js" });
    expect(action.branding).toEqual(actionOf("action.yml").branding);
  });

  test("says the same of an input as action.yml, where both have it and mean the same", () => {
    const gate = actionOf("action.yml").inputs;
    for (const name of ["osv", "osv-database", "osv-url", "sigstore"])
      expect(action.inputs[name]?.description).toBe(gate[name]?.description);
  });

  test("stands in docs/verify-action.md with every input and output", () => {
    const page = readFileSync(join(ROOT, "docs/verify-action.md"), "utf8");
    for (const [name, { description, default: value = "" }] of Object.entries(action.inputs))
      expect(page).toContain(
        `| \`${name}\` | ${value && `\`${value}\``} | ${description.trim().replace(/\s+/g, " ")} |`,
      );
    for (const [name, { description }] of Object.entries(action.outputs))
      expect(page).toContain(`| \`${name}\` | ${description.trim().replace(/\s+/g, " ")} |`);
    expect(page.slice(page.indexOf("## Inputs")).match(/^\| `[a-z-]+` \|/gm)).toHaveLength(
      Object.keys(action.inputs).length + Object.keys(action.outputs).length,
    );
  });
});

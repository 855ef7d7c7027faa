import { readFileSync } from "node:fs";
import { join } from "node:path";
import { attestFromInputs, commentFromInputs, requestFromInputs } from "../../src/app/inputs";
import { ConfigurationError } from "../../src/core/host";

const request = (inputs: Record<string, string>, env = {}) => requestFromInputs((name) => inputs[name] ?? "", env);

const BOM = { format: "cyclonedx", version: "1.6" };
const AUDIT = { osv: "api", offline: false, environments: [], sboms: [] };

test("nothing given: the workspace, by the event", () => {
  expect(request({}, { GITHUB_WORKSPACE: "/w" })).toEqual({
    directory: "/w", env: { GITHUB_WORKSPACE: "/w" }, useEvent: true, paths: [], overrides: {}, scan: true, audit: AUDIT, bom: BOM,
  }); // prettier-ignore
  expect(request({}).directory).toBe(".");
});

test("every input", () => {
  const inputs = {
    paths: "models/**\n\n  out/a b.pt  \n", "fail-on": "low", "on-incomplete": "warn", "base-ref": "main", "head-ref": "topic",
    config: "p.yml", "lfs-max-size": "2MB", "github-token": " t ",
    audit: "true", osv: "database", "osv-database": "/osv", "osv-url": "https://osv.example.com/x/", "sbom-input": "a.cdx.json\n", "bom-version": "1.7",
    kev: "k.json", epss: "e.csv",
  }; // prettier-ignore
  expect(request(inputs)).toEqual({
    directory: ".", env: {}, useEvent: true, paths: ["models/**", "out/a b.pt"],
    overrides: { failOn: "low", onIncomplete: "warn" }, baseRef: "main", headRef: "topic", config: "p.yml",
    lfsMaxBytes: 2 * 1024 ** 2, token: "t", scan: true,
    bom: { ...BOM, version: "1.7" },
    audit: { ...AUDIT, osv: "database", database: "/osv", osvUrl: "https://osv.example.com/x", sboms: ["a.cdx.json"], kev: "k.json", epss: "e.csv" },
  }); // prettier-ignore
});

test("the organisation's policy, with its token or the job's", () => {
  const policy = `acme/policies/p.yml@${"0".repeat(40)}`;
  const reference = { owner: "acme", repository: "policies", path: "p.yml", commit: "0".repeat(40) };
  expect(request({ policy }).organisation).toEqual({ reference, env: {} });
  expect(request({ policy, "github-token": "t" }).organisation).toEqual({ reference, env: {}, token: "t" });
  expect(request({ policy, "github-token": "t", "policy-token": "p" })).toMatchObject({
    organisation: { token: "p" },
    token: "t",
  });
  expect(request({ "policy-token": "p" }).organisation).toBeUndefined();
});

test("the audit and the bill of materials can be turned off", () => {
  expect(request({ audit: "false" }).audit).toBeUndefined();
  expect(request({ bom: "false" }).bom).toBeUndefined();
});

test("the comment of the pull request", () => {
  const comment = (value: string) => commentFromInputs((name) => (name === "comment-summary-in-pr" ? value : ""));
  expect(["", " always ", "never", "on-failure"].map(comment)).toEqual(["on-failure", "always", "never", "on-failure"]);
  expect(() => comment("true")).toThrow(/^comment-summary-in-pr: "true" is not one of never, on-failure, always/);
});

test("blanks are not given", () => {
  expect(request({ "base-ref": "  ", config: "\n", "fail-on": " ", "github-token": "" })).toEqual(request({}));
});

test.each([
  [{ "fail-on": "everything" }, /^fail-on: "everything" is not one of/],
  [{ "on-incomplete": "no" }, /^on-incomplete: "no" is not one of/],
  [{ "lfs-max-size": "big" }, /lfs-max-size/],
  [{ policy: "acme/policies/p.yml@main" }, /^policy: "main" is a branch/],
  [{ bom: "perhaps" }, /^bom: "perhaps" is not one of true, false/],
  [{ "bom-version": "1.5" }, /^bom-version: "1.5" is not one of 1.6, 1.7/],
  [{ audit: "perhaps" }, /^audit: "perhaps" is not one of true, false/],
  [{ osv: "file" }, /^osv: "file" is not one of api, database/],
  [{ "osv-url": "http://osv.example.com" }, /^osv-url: .* is no https address/],
  [{ "osv-url": "api.osv.dev" }, /^osv-url: .* is no https address/],
])("%j is refused", (inputs, words) => {
  expect(() => request(inputs as Record<string, string>)).toThrow(ConfigurationError);
  expect(() => request(inputs as Record<string, string>)).toThrow(words);
});

test("every input that is read stands in action.yml, and every one there is read", () => {
  const asked = new Set<string>();
  requestFromInputs((name) => (asked.add(name), ""), {});
  attestFromInputs((name) => (asked.add(name), ""));
  commentFromInputs((name) => (asked.add(name), ""));
  const action = readFileSync(join(__dirname, "../../action.yml"), "utf8");
  const section = action.slice(action.indexOf("\ninputs:"), action.indexOf("\noutputs:"));
  const listed = [...section.matchAll(/^ {2}([a-z-]+):/gm)].map(([, name]) => name!);
  expect([...asked].sort()).toEqual(listed.sort());
});

test("signing: automatic where nothing is said, and nothing but the known words", () => {
  const attest = (inputs: Record<string, string>) => attestFromInputs((name) => inputs[name] ?? "");
  expect(attest({})).toEqual({ attest: "auto", provenance: false, sigstore: "auto" });
  expect(attest({ attest: "true", provenance: "true", sigstore: " trust.json " })).toEqual({
    attest: "true",
    provenance: true,
    sigstore: "trust.json",
  });
  expect(() => attest({ attest: "yes" })).toThrow(ConfigurationError);
  expect(() => attest({ provenance: "1" })).toThrow(ConfigurationError);
});

import { existsSync, lstatSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { PREDICATES } from "../../../src/core/attestation";
import { attestationMarkdown, attestationText } from "../../../src/report/attestation";
import { pickle } from "../../support/pickle-builder";
import { removeRepos, TestRepo } from "../../support/repo";
import { entry, safetensorsFile } from "../../support/safetensors-builder";
import { GITHUB_CLAIMS } from "../../support/sigstore-server";
import { sha256 } from "../../support/statements";
import { startSigningJob, type SigningJob } from "../../support/signing-job";

/** What the gate signs after a push, and what it leaves unsigned, with its words. */

let job: SigningJob;
beforeAll(async () => {
  job = await startSigningJob();
});
afterEach(() => job.sigstore.heal());
afterAll(async () => {
  removeRepos();
  await job.close();
});

type Files = Record<string, string | Uint8Array | { link: string }>;
const WEIGHTS = (byte: number) => safetensorsFile({ w: entry("F32", [1], 0, 4) }, Buffer.alloc(4, byte));
const EVIL = pickle(4).global("os", "system").string("echo").tuple1().reduce().stop();
const NET = {
  "net/README.md": "---\nlicense: mit\n---\n# Net\n",
  "net/config.json": '{"architectures":["BertModel"],"model_type":"bert"}\n',
  "net/model.safetensors": WEIGHTS(0),
};
const other = (at: number): Files => ({
  [`other${at}/config.json`]: `{"model_type":"bert","n":${at}}\n`,
  [`other${at}/model.safetensors`]: WEIGHTS(at),
});

/** A repository whose base has some files, and whose push adds others. */
function pushed(base: Files, added: Files): { repo: TestRepo; before: string } {
  const repo = TestRepo.create();
  const before = repo.write(base).commit();
  repo.write(added).commit();
  return { repo, before };
}

const kinds = ({ attested }: { attested: readonly { kind: string }[] }) => attested.map(({ kind }) => kind);

test("bill of materials, verdict and a manifest for each model; each verified by our own verifier", async () => {
  const { repo, before } = pushed({ "main.py": "1" }, { ...NET, ...other(1) });
  const { outcome, report, masked, statement } = await job.push(repo, before);
  expect(report.verdict).toBe("pass");
  expect(outcome).toMatchObject({ notices: [] });
  expect(outcome.problem).toBeUndefined();
  expect(kinds(outcome)).toEqual(["bom", "verdict", "model", "model"]);
  for (const model of ["net", "other1"]) {
    const answer = await job.verify(join(repo.root, model));
    expect(answer).toMatchObject({
      verified: true,
      refused: [],
      accepted: [{ predicateType: PREDICATES.modelSignature }],
    });
    const [bom, verdict] = outcome.attested.map(({ path }) => path);
    expect(await job.verify(join(repo.root, model), { bundle: [bom!, verdict!] })).toMatchObject({ verified: true });
  }
  const [bom, verdict] = outcome.attested.map(({ path }) => statement(path));
  expect(bom).toMatchObject({ predicateType: PREDICATES.bom, predicate: { bomFormat: "CycloneDX" } });
  expect(verdict).toMatchObject({ predicateType: PREDICATES.verdict });
  expect(bom?.subject.map(({ name }) => name)).toEqual([
    "net/README.md",
    "net/config.json",
    "net/model.safetensors",
    "other1/config.json",
    "other1/model.safetensors",
  ]);
  // The token is known to the mask before anyone else has it, and is in no file.
  const written = outcome.attested.map(({ path }) => readFileSync(path, "utf8")).join("");
  expect(masked.length).toBeGreaterThan(1);
  for (const secret of masked) expect(written + JSON.stringify(outcome)).not.toContain(secret);
});

test("provenance only when it is asked for, from the token's claims", async () => {
  const { repo, before } = pushed({}, NET);
  const { outcome, statement } = await job.push(repo, before, { provenance: true });
  expect(kinds(outcome)).toEqual(["bom", "verdict", "provenance", "model"]);
  const { path } = outcome.attested[2]!;
  expect(statement(path).predicate).toMatchObject({
    buildDefinition: {
      resolvedDependencies: [
        { uri: "git+https://github.com/acme/model-repo@refs/heads/main", digest: { gitCommit: repo.head() } },
      ],
    },
    runDetails: { builder: { id: `https://github.com/${GITHUB_CLAIMS.job_workflow_ref}` } },
  });
  const model = join(repo.root, "net");
  expect(await job.verify(model, { bundle: [path, join(model, "model.sig")] })).toMatchObject({ verified: true });
});

test("what is stored at GitHub has its address, manifests stay beside the model", async () => {
  const { repo, before } = pushed({}, NET);
  const stored = job.sigstore.stored.length;
  const { outcome } = await job.push(repo, before, { githubToken: "ghs_store" });
  expect(outcome.attested.map(({ kind, url }) => [kind, url !== undefined])).toEqual([
    ["bom", true],
    ["verdict", true],
    ["model", false],
  ]);
  expect(job.sigstore.stored.length - stored).toBe(2);
});

test("without a log there is no `model.sig`, which would be none by the standard; the rest is signed", async () => {
  const { repo, before } = pushed({}, NET);
  const { outcome } = await job.push(repo, before, { log: { tsa: true } });
  expect(kinds(outcome)).toEqual(["bom", "verdict"]);
  expect(outcome.notices).toEqual([
    expect.stringMatching(/^No model\.sig was made: .*model-assay sign DIR --key FILE/),
  ]);
  const bundle = outcome.attested.map(({ path }) => path);
  expect(await job.verify(join(repo.root, "net"), { bundle, log: "optional" })).toMatchObject({ verified: true });
  expect(await job.verify(join(repo.root, "net"), { bundle })).toMatchObject({
    refused: [{ kind: "no-log-entry" }, {}],
  });
});

test.each([
  ["a pull request", { event: "pull_request" }, /no pull request signs/],
  ["a pull request that was told to", { event: "pull_request", attest: "true" }, /no pull request signs/],
  ["no token", { token: false }, /the job has no id-token: write/],
  ["no bill of materials", { bom: false }, /bom: false/],
  ["a private repository on a server without a Sigstore", {
    visibility: "private", sigstore: "auto", env: { GITHUB_SERVER_URL: "https://git.example.com" },
  }, /git\.example\.com has no Sigstore of its own/],
] as const)("%s signs nothing, and says why", async (_, wishes, words) => {
  const { repo, before } = pushed({}, NET);
  const asked = job.sigstore.requests.length;
  const { outcome } = await job.push(repo, before, wishes);
  expect(outcome.attested).toEqual([]);
  expect([...outcome.notices, outcome.problem].join(" ")).toMatch(words);
  expect(job.sigstore.requests.length).toBe(asked);
  expect(existsSync(join(repo.root, "net/model.sig"))).toBe(false);
}); // prettier-ignore

test("`attest: true` without a token fails with the lines to add", async () => {
  const { repo, before } = pushed({}, NET);
  const error = await job.push(repo, before, { attest: "true", token: false }).catch((reason: Error) => reason);
  expect(error).toMatchObject({
    name: "ConfigurationError",
    message:
      "attest: true needs an identity token. Add to the job:\npermissions:\n  id-token: write\n  attestations: write",
  });
});

test("a verdict that is no pass signs nothing", async () => {
  const { repo, before } = pushed(NET, { "net/optimizer.pkl": EVIL });
  const { report, outcome } = await job.push(repo, before);
  expect(report.verdict).toBe("fail");
  expect(outcome).toEqual({ attested: [], notices: ["Nothing was signed: only what passed is, and this run failed."] });
});

test("a push that changes one file does not sign a directory that nobody looked at", async () => {
  const { repo, before } = pushed(
    { ...NET, "net/optimizer.pkl": EVIL, ...other(1) },
    { "net/README.md": "# Changed\n" },
  );
  const { report, outcome, statement } = await job.push(repo, before);
  expect(report.verdict).toBe("pass");
  expect(kinds(outcome)).toEqual(["bom", "verdict", "model"]);
  expect(outcome.attested[2]?.path).toBe(join(repo.root, "other1/model.sig"));
  expect(existsSync(join(repo.root, "net/model.sig"))).toBe(false);
  expect(outcome.notices.join("\n")).toMatch(/The manifest of net was not signed: net\/optimizer\.pkl: MA-PKL-/);
  for (const { path } of outcome.attested)
    expect(statement(path).subject.map(({ name }) => name)).not.toContain("net/optimizer.pkl");
});

test("a pointer of Git LFS that was not fetched is named, and nothing is signed of it", async () => {
  const pointer = `version https://git-lfs.github.com/spec/v1\noid sha256:${"a".repeat(64)}\nsize 1000\n`;
  const { repo, before } = pushed({ ...NET, "net/model.safetensors": pointer, ...other(1) }, { "main.py": "1" });
  const { outcome, statement } = await job.push(repo, before);
  expect(kinds(outcome)).toEqual(["bom", "verdict", "model"]);
  expect(outcome.notices.join("\n")).toMatch(/Not signed: net\/model\.safetensors \(/);
  expect(outcome.notices.join("\n")).toMatch(/The manifest of net was not signed: net\/model\.safetensors: /);
  const digests = statement(outcome.attested[0]!.path).subject.map(({ digest }) => digest["sha256"]);
  expect(digests).not.toContain("a".repeat(64));
});

test("a symbolic link in a model's directory", async () => {
  const { repo, before } = pushed({}, { ...NET, "net/extra.txt": { link: "config.json" }, ...other(1) });
  const { outcome } = await job.push(repo, before);
  expect(kinds(outcome).filter((kind) => kind === "model")).toHaveLength(1);
  expect(outcome.notices.join("\n")).toMatch(/net\b.* not signed: .*extra\.txt/);
  expect(existsSync(join(repo.root, "net/model.sig"))).toBe(false);
});

test("a `model.sig` that is a link leads to nothing that is written", async () => {
  const outside = join(job.directory, "outside");
  for (const link of [outside, "../main.py", "config.json"]) {
    writeFileSync(outside, "mine");
    const { repo, before } = pushed(
      { ...NET, "main.py": "mine", "net/model.sig": { link } },
      { "README.md": "# More\n" },
    );
    const { outcome } = await job.push(repo, before);
    expect([readFileSync(outside, "utf8"), readFileSync(join(repo.root, "main.py"), "utf8")]).toEqual(["mine", "mine"]);
    expect(readFileSync(join(repo.root, "net/config.json"), "utf8")).toBe(NET["net/config.json"]);
    const made = kinds(outcome).includes("model");
    expect(lstatSync(join(repo.root, "net/model.sig")).isFile()).toBe(made);
    if (made) expect(await job.verify(join(repo.root, "net"))).toMatchObject({ verified: true });
    else expect(outcome.notices.join("\n")).toContain("net/model.sig");
  }
});

test("a `model.sig` that is a directory is a problem that is told, and the rest is signed", async () => {
  const { repo, before } = pushed({}, { ...NET, ...other(1) });
  mkdirSync(join(repo.root, "net/model.sig"));
  const { outcome } = await job.push(repo, before);
  expect(outcome.problem).toMatch(/net\/model\.sig cannot be written \(/);
  expect(kinds(outcome)).toEqual(["bom", "verdict", "model"]);
});

test("a file that git ignores was not looked at, so its directory has no manifest", async () => {
  const { repo, before } = pushed({ ".gitignore": "*.cache\n" }, { ...NET, ...other(1) });
  repo.write({ "net/weights.cache": "x" });
  const { outcome } = await job.push(repo, before);
  expect(kinds(outcome)).toEqual(["bom", "verdict", "model"]);
  expect(outcome.notices.join("\n")).toContain("net was not signed: weights.cache is there too, and was not looked at");
});

test("a finding that is waived today does not stop a signature, one whose waiver ended does", async () => {
  for (const [until, models] of [["2126-01-01", 1], ["2020-01-01", 0]] as const) {
    const policy = `version: 1\nwaivers:\n  - path: net/optimizer.pkl\n    rule: MA-PKL-001\n    sha256: ${sha256(EVIL)}\n    reason: known\n    until: ${until}\n`;
    const { repo, before } = pushed({ ...NET, "net/optimizer.pkl": EVIL, ".model-assay.yml": policy }, { "main.py": "1" });
    const { outcome } = await job.push(repo, before);
    expect(kinds(outcome).filter((kind) => kind === "model")).toHaveLength(models);
  }
}); // prettier-ignore

test("names with control characters and commands reach neither log nor summary", async () => {
  const evil = "net/a\u001b[31m\n::set-output name=x::y <img src=x>.txt";
  const { repo, before } = pushed(
    {},
    { ...NET, [evil]: "x", ...other(1), "other1/optimizer\u001b]0;x\u0007.pkl": EVIL },
  );
  const { outcome } = await job.push(repo, before, {});
  const lines = [...attestationText(outcome), attestationMarkdown(outcome)].join("\n");

  expect(lines).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f]/);
  expect(attestationText(outcome).join("\n")).not.toMatch(/^\s*::/m);
  expect(attestationMarkdown(outcome)).not.toContain("<img");
  if (outcome.attested.some(({ kind }) => kind === "model"))
    expect(await job.verify(join(repo.root, "net"))).toMatchObject({ verified: true });
});

test("1,500 files: two statements of each kind, which vouch together for all of them", async () => {
  const files: Files = { ...NET };
  for (let at = 0; at < 1500; at++) files[`net/parts/${at}.txt`] = `${at}`;
  const { repo, before } = pushed({}, files);
  const { outcome, statement } = await job.push(repo, before);
  expect(kinds(outcome)).toEqual(["bom", "bom", "verdict", "verdict", "model"]);
  const [one, two] = outcome.attested.map(({ path }) => path);
  expect([one, two].map((path) => statement(path!).subject.length)).toEqual([1024, 479]);
  expect(await job.verify(join(repo.root, "net"), { bundle: [one!, two!] })).toMatchObject({ verified: true });
  expect(await job.verify(join(repo.root, "net"), { bundle: [one!] })).toMatchObject({ verified: false });
});

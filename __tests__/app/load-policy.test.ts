import { createHash } from "node:crypto";
import { join } from "node:path";
import { loadPolicy, policyEvents } from "../../src/app/load-policy";
import { ConfigurationError, type FileSelection } from "../../src/core/host";
import { openWorkspace } from "../../src/host/workspace";
import { InvalidPolicy } from "../../src/policy/document";
import { removeRepos, temporaryDirectory, TestRepo } from "../support/repo";

afterEach(removeRepos);

const FILE = ".model-assay.yml";
const policy = (failOn: string): string => `version: 1\nfail-on: ${failOn}\n`;

/** A repository whose base has one policy, and whose disk has another. */
function repository(base: string | undefined, disk: string | undefined, path = FILE) {
  const repo = TestRepo.create().write({ "a.txt": "a" });
  if (base !== undefined) repo.write({ [path]: base });
  const commit = repo.commit();
  if (disk !== undefined) repo.write({ [path]: disk });
  else if (base !== undefined) repo.remove(path);
  return { repo, commit, workspace: openWorkspace(repo.root, process.env) };
}

type Given = ReturnType<typeof repository>;

function load(
  { workspace, commit, repo }: Given,
  more: { baseDecides?: boolean; config?: string; overrides?: object } = {},
) {
  const { baseDecides = true, config, overrides = {} } = more;
  const comparison = { base: commit, head: repo.head(), notices: [] } as never;
  return loadPolicy({ workspace, comparison, baseDecides, overrides, ...(config === undefined ? {} : { config }) });
}

test("where there is a base, its file decides", async () => {
  const given = repository(policy("low"), policy("never"));
  const inForce = await load(given);
  expect(inForce.policy.failOn).toBe("low");
  expect(inForce.source).toBe(`${FILE} of the base (${given.commit.slice(0, 12)})`);
  expect(inForce.digest).toBe(createHash("sha256").update(policy("low")).digest("hex"));
});

test("a file that the change brings does not decide yet, and one that it takes away still does", async () => {
  const brought = await load(repository(undefined, policy("never")));
  expect(brought).toMatchObject({ policy: { failOn: "high" }, digest: null });
  expect(brought.source).toMatch(
    /^the built-in defaults, because the base \([0-9a-f]{12}\) has no \.model-assay\.yml$/,
  );
  expect((await load(repository(policy("low"), undefined))).policy.failOn).toBe("low");
});

test("without a base to decide, the disk does", async () => {
  const inForce = await load(repository(policy("low"), policy("never")), { baseDecides: false });
  expect(inForce).toMatchObject({ policy: { failOn: "never" }, source: FILE, path: FILE });
});

test("a base that is not known is no reason to trust the disk", async () => {
  const { workspace } = repository(policy("low"), policy("never"));
  const inForce = await loadPolicy({ workspace, comparison: undefined, baseDecides: true, overrides: {} });
  expect(inForce).toMatchObject({
    policy: { failOn: "high" },
    source: "the built-in defaults, because the base is not known",
    unknown: "The policy of the base decides, and the base is not known, so .model-assay.yml could not be asked",
  });
  expect(await load(repository(undefined, undefined))).not.toHaveProperty("unknown");
});

test("nothing anywhere: the defaults", async () => {
  expect(await load(repository(undefined, undefined), { baseDecides: false })).toMatchObject({
    policy: { failOn: "high", onIncomplete: "fail" }, digest: null, source: "the built-in defaults",
  }); // prettier-ignore
});

test("inputs beat the file, one by one", async () => {
  const given = repository(`${policy("low")}on-incomplete: warn\n`, undefined);
  expect((await load(given, { overrides: { failOn: "critical" } })).policy).toMatchObject({
    failOn: "critical",
    onIncomplete: "warn",
  });
});

describe("--config", () => {
  test("inside the repository is read at the base too", async () => {
    const given = repository(policy("low"), policy("never"), "ci/policy.yml");
    const inForce = await load(given, { config: join(given.repo.root, "ci/policy.yml") });
    expect(inForce).toMatchObject({ policy: { failOn: "low" }, path: "ci/policy.yml" });
  });

  test("inside of it by way of a link, as a runner's work directory may be, is read at the base too", async () => {
    const given = repository(policy("low"), policy("never"));
    const elsewhere = new TestRepo(temporaryDirectory()).write({ link: { link: given.repo.root } });
    const config = join(elsewhere.root, "link", FILE);
    expect(await load(given, { config })).toMatchObject({ policy: { failOn: "low" }, path: FILE });
    given.repo.remove(FILE);
    expect(await load(given, { config })).toMatchObject({ policy: { failOn: "low" }, path: FILE });
  });

  test("outside of it is read where it is", async () => {
    const outside = new TestRepo(temporaryDirectory()).write({ "p.yml": policy("critical") });
    const config = join(outside.root, "p.yml");
    expect(await load(repository(policy("low"), undefined), { config })).toMatchObject({
      policy: { failOn: "critical" },
      path: config,
    });
  });

  test("that is not there, or no file, is wrong usage", async () => {
    const given = repository(undefined, undefined);
    await expect(load(given, { baseDecides: false, config: "nowhere.yml" })).rejects.toThrow(
      new ConfigurationError("config: there is no file nowhere.yml"),
    );
    const folder = new TestRepo(temporaryDirectory()).write({ "p.yml/a": "" });
    await expect(load(given, { baseDecides: false, config: join(folder.root, "p.yml") })).rejects.toThrow(
      /must be a file/,
    );
  });
});

describe("what has the policy's name and is no policy never means the defaults", () => {
  test.each([
    ["a link to nowhere", { link: "nowhere.yml" }, /\.model-assay\.yml: the policy cannot be read \(ENOENT\)/],
    ["a link to itself", { link: FILE }, /the policy cannot be read \(ELOOP\)/],
    ["UTF-16", Buffer.from("\ufeffversion: 1\n", "utf16le"), /is not UTF-8/],
  ])("on disk: %s", async (_, content, words) => {
    const given = repository(undefined, undefined);
    given.repo.write({ [FILE]: content });
    const wrong = load(given, { baseDecides: false });
    await expect(wrong).rejects.toThrow(ConfigurationError);
    await expect(wrong).rejects.toThrow(words);
  });

  test.each<[string, (repo: TestRepo) => TestRepo, RegExp]>([
    [
      "a link",
      (repo) => repo.write({ "p.yml": policy("low"), [FILE]: { link: "p.yml" } }),
      /of the base .* is a link\./,
    ],
    ["a directory", (repo) => repo.write({ [`${FILE}/a`]: "a" }), /of the base .* is a directory\./],
    ["too large", (repo) => repo.write({ [FILE]: "#".repeat(4 * 1024 ** 2 + 1) }), /has more than 4194304 bytes/],
  ])("in the base: %s", async (_, prepare, words) => {
    const repo = prepare(TestRepo.create());
    const commit = repo.commit();
    const wrong = load({ repo, commit, workspace: openWorkspace(repo.root, process.env) });
    await expect(wrong).rejects.toThrow(ConfigurationError);
    await expect(wrong).rejects.toThrow(words);
  });

  test("a directory on the way that is a link in the base, through which the disk would find one", async () => {
    const repo = TestRepo.create().write({ "tools/p.yml": policy("low"), ci: { link: "tools" } });
    const given = { repo, commit: repo.commit(), workspace: openWorkspace(repo.root, process.env) };
    await expect(load(given, { config: join(repo.root, "ci/p.yml") })).rejects.toThrow(/ci is a link or a submodule/);
    const { source } = await load(given, { config: join(repo.root, "other/p.yml") });
    expect(source).toMatch(/^the built-in defaults, because the base/);
  });

  test("a clone that leaves contents out and does not get them now (`filter: blob:none`)", async () => {
    const origin = TestRepo.create().write({ "a.txt": "a", [FILE]: policy("low") });
    const base = origin.commit();
    origin.remove(FILE).commit();
    origin.git("config", "uploadpack.allowFilter", "true");
    const clone = new TestRepo(temporaryDirectory());
    clone.git("clone", "-q", "--no-checkout", "--filter=blob:none", `file://${origin.root}`, ".");
    clone.git("checkout", "-q", "main");
    clone.git("remote", "set-url", "origin", `file://${origin.root}-gone`);
    const wrong = load({ repo: clone, commit: base, workspace: openWorkspace(clone.root, process.env) });
    await expect(wrong).rejects.toThrow(ConfigurationError);
    await expect(wrong).rejects.toThrow(/cannot be read, and nothing is decided without it: .*credentials/);
  });
});

test("what is wrong is told with the file it was read from", async () => {
  const given = repository("version: 1\nfailon: low\n", policy("never"));
  const wrong = load(given);
  await expect(wrong).rejects.toThrow(InvalidPolicy);
  await expect(wrong).rejects.toThrow(
    `${FILE} of the base (${given.commit.slice(0, 12)}):2:1: unknown key "failon" in the policy; did you mean "fail-on"?`,
  );
});

test("a change of the policy is told, with what decided", async () => {
  const inForce = await load(repository(policy("low"), policy("never")));
  const selection = (paths: string[]): FileSelection => ({
    mode: "changes", files: [], missing: [], deleted: [], changedPaths: new Set(paths), notices: [],
  }); // prettier-ignore
  expect(policyEvents(inForce, selection(["a.txt"]))).toEqual([]);
  expect(policyEvents(inForce, selection([FILE]))).toEqual([
    { kind: "policy-changed", detail: `${FILE} is changed here; this run was decided by ${inForce.source}` },
  ]);
});

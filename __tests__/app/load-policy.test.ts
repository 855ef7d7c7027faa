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
  });
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

import { createHash } from "node:crypto";
import { policyCommand } from "../../../src/app/policy/command-policy";
import { ConfigurationError } from "../../../src/core/host";
import { InvalidPolicy } from "../../../src/policy/document";
import { pickle } from "../../support/pickle-builder";
import { removeRepos, TestRepo } from "../../support/repo";
import { runCommand } from "../../support/run-command";

afterAll(removeRepos);

const NET = pickle(4).global("mylib.nets", "Net").emptyTuple().newobj().stop();
const SHA = createHash("sha256").update(NET).digest("hex");
const POLICY = `version: 1
ignore: ["samples/**"]
pickle: { allow: [{ name: mylib.nets.Ours, reason: ours, until: 2026-11-30 }] }
formats: { deny: [joblib] }
dependencies: { ignore: [{ id: GHSA-x, package: torch, reason: r, until: 2026-11-30 }] }
waivers:
  - { rule: MA-PKL-002, path: models/old.pkl, sha256: ${SHA}, reason: r, until: 2026-11-30 }
  - { rule: MA-LDR-001, path: load.py, finding: 0a1b2c3d4e5f, reason: r, until: 2026-11-30 }
`;

/** Runs tests, given as YAML flow mappings, on a day. */
async function run(tests: readonly string[], today = "2026-11-21", policy = POLICY) {
  const text = `version: 1\ntoday: ${today}\ntests:\n${tests.map((each) => `  - ${each}\n`).join("")}`;
  const repo = TestRepo.create().write({
    ".model-assay.yml": policy,
    "policy-tests/a.yml": text,
    "policy-tests/net.bin": NET,
    "models/old.pkl": NET,
    "models/new.pkl": NET,
    "samples/evil.pkl": NET,
  });
  return runCommand(policyCommand, ["policy", "test"], repo.root);
}

const OLD = `rule: MA-PKL-002, path: models/old.pkl, sha256: ${SHA}`;

const CASES = {
  "a finding that nobody waived": "findings: [{ rule: MA-PKL-002, path: models/a.pkl }], expect: { verdict: fail, blocking: [MA-PKL-002], waived: [] }",
  "one below the threshold": "findings: [{ rule: MA-PKL-002, severity: medium, path: models/a.pkl }], expect: { verdict: pass, blocking: [] }",
  "one that the base has": "findings: [{ rule: MA-PKL-002, path: a.pkl, old: true }], expect: { verdict: pass, old: [MA-PKL-002] }",
  "a waiver of this content": `findings: [{ ${OLD} }], expect: { verdict: pass, waived: [MA-PKL-002] }`,
  "the waiver for another digest": `findings: [{ ${OLD.replace(SHA, SHA.replace(/^./, (c) => (c === "0" ? "1" : "0")))} }], expect: fail`,
  "a waiver by its id": "findings: [{ rule: MA-LDR-001, severity: high, path: load.py, id: 0a1b2c3d4e5f }], expect: pass",
  "another finding of that rule": "findings: [{ rule: MA-LDR-001, severity: high, path: load.py, id: 0a1b2c3d4e60 }], expect: fail",
  "an allowed name": "findings: [{ rule: MA-PKL-002, path: a.pkl, global: mylib.nets.Ours }], expect: { verdict: pass, waived: [MA-PKL-002] }",
  "another name": "findings: [{ rule: MA-PKL-002, path: a.pkl, global: mylib.nets.Theirs }], expect: fail",
  "an ignored flaw": "findings: [{ rule: MA-DEP-001, severity: critical, path: uv.lock, advisory: GHSA-X, package: Torch }], expect: { verdict: pass, waived: [MA-DEP-001] }",
  "a flaw of another package": "findings: [{ rule: MA-DEP-001, severity: critical, path: uv.lock, advisory: GHSA-X, package: numpy }], expect: fail",
  "a denied format": "artifacts: [{ path: a.joblib, format: joblib }], expect: { verdict: fail, blocking: [MA-POL-004] }",
  "another format": "artifacts: [{ path: a.safetensors, format: safetensors }], expect: { verdict: pass, blocking: [] }",
  "what is ignored": "findings: [{ rule: MA-PKL-001, path: samples/x.pkl }], expect: pass",
  "what is missing": "missing: [big.bin was not fetched], expect: incomplete",
  "missing, and a finding": "missing: [x], findings: [{ rule: MA-PKL-001, path: a.pkl }], expect: fail",
  "a file of the repository": "files: [../models/new.pkl], expect: { verdict: fail, blocking: [MA-PKL-002] }",
  "a file that is waived where it lies": "files: [../models/old.pkl], expect: { verdict: pass, waived: [MA-PKL-002] }",
  "a directory": "files: [../models/], expect: { verdict: fail, waived: [MA-PKL-002], blocking: [MA-PKL-002] }",
  "a file that is ignored": "files: [../samples/evil.pkl], expect: pass",
  "a file taken to lie elsewhere": "files: [{ path: net.bin, as: models/old.pkl }], expect: { verdict: pass, waived: [MA-PKL-002] }",
  "nothing at all": "expect: { verdict: pass, blocking: [], waived: [], old: [] }",
} as const; // prettier-ignore

test("everything that a policy decides, by the engine", async () => {
  const tests = Object.entries(CASES).map(([name, rest]) => `{ name: "${name}", ${rest} }`);
  const { code, stdout } = await run(tests);
  expect(stdout.split("\n").filter((line) => line.includes("FAIL") || line.startsWith("   "))).toEqual([]);
  expect(stdout).toMatch(/^policy-tests\/a\.yml, by \.model-assay\.yml\n/);
  expect(stdout).toContain("ok    a file that is ignored [1 ignored by the policy]");
  expect(stdout).toContain(`${tests.length} tests: ${tests.length} passed, 0 failed\n`);
  expect(code).toBe(0);
});

test("each of them fails where the opposite is expected", async () => {
  const opposite = (rest: string) =>
    rest.replace(
      /(verdict: |expect: )(pass|fail|incomplete)/,
      (_, key: string, verdict: string) => key + (verdict === "pass" ? "fail" : "pass"),
    );
  const tests = Object.entries(CASES).map(([name, rest]) => `{ name: "${name}", ${opposite(rest)} }`);
  const { code, stdout } = await run(tests);
  expect(stdout).toContain(`${tests.length} tests: 0 passed, ${tests.length} failed\n`);
  expect(code).toBe(1);
});

test("after their last day, waivers, allowances and ignores hold no more", async () => {
  const { stdout } = await run(
    [
      `{ name: waiver, findings: [{ ${OLD} }], expect: { verdict: fail, waived: [] } }`,
      `{ name: allowance, findings: [{ rule: MA-PKL-002, path: a.pkl, global: mylib.nets.Ours }], expect: fail }`,
      `{ name: ignore, findings: [{ rule: MA-DEP-001, severity: high, path: uv.lock, advisory: GHSA-x, package: torch }], expect: fail }`,
      `{ name: on the day, today: 2026-11-30, findings: [{ ${OLD} }], expect: pass }`,
    ],
    "2026-12-01",
  );
  expect(stdout).toContain("4 tests: 4 passed, 0 failed");
});

test("an expired waiver that lets nothing pass blocks where the policy is that strict", async () => {
  const strict = POLICY.replace("version: 1", "version: 1\nfail-on: medium");
  const { stdout } = await run(
    [`{ name: a, findings: [{ ${OLD} }], expect: { verdict: fail, blocking: [MA-PKL-002, MA-POL-002] } }`],
    "2026-12-01",
    strict,
  );
  expect(stdout).toContain("1 test: 1 passed, 0 failed");
});

test("what is not as expected is told with what made the verdict", async () => {
  const { code, stdout } = await run([
    "{ name: x, findings: [{ rule: MA-PKL-001, path: a.pkl }], expect: { verdict: pass, waived: [MA-PKL-001] } }",
    "{ name: y, missing: [why], expect: pass }",
  ]);
  expect(code).toBe(1);
  expect(stdout).toContain(
    "  FAIL  x (line 4)\n        expected pass, but it is fail: MA-PKL-001 (critical) at a.pkl\n        expected waived MA-PKL-001, but it is nothing\n",
  );
  expect(stdout).toMatch(/FAIL {2}y \(line 5\)\n {8}expected pass, but it is incomplete: .*a\.yml: why\n/);
});

test("a file names its policy; JSON has the same", async () => {
  const repo = TestRepo.create().write({
    "examples/strict.yml": "version: 1\nformats: { deny: [pickle] }\n",
    "examples/tests/t.yml":
      "version: 1\npolicy: ../strict.yml\ntests: [{ name: n, artifacts: [{ path: a, format: pickle }], expect: pass }]\n",
  });
  const { code, stdout } = await runCommand(
    policyCommand,
    ["policy", "test", "examples/tests", "--format", "json"],
    repo.root,
  );
  expect(code).toBe(1);
  expect(JSON.parse(stdout)).toMatchObject({
    passed: false,
    files: [
      {
        source: "examples/tests/t.yml",
        policy: "examples/strict.yml",
        tests: [{ name: "n", line: 3, passed: false, verdict: "fail" }],
      },
    ],
  });
});

describe("what cannot be run is no test that passed", () => {
  const files = { ".model-assay.yml": "version: 1\n", "empty/x.txt": "" };
  const tests = (text: string) => ({ ...files, "policy-tests/t.yml": text });
  test.each<[string, Record<string, string>, string[], RegExp]>([
    ["no directory", files, [], /there is no policy-tests/],
    ["no tests in it", files, ["empty"], /empty: no tests/],
    ["no policy", { "policy-tests/t.yml": "version: 1\ntests: [{ name: n, expect: pass }]" }, [], /there is no policy \.model-assay\.yml to test/],
    ["a file that is not there", tests("version: 1\ntests: [{ name: n, files: [no.pkl], expect: pass }]"), [], /no\.pkl/],
    ["a file outside", tests("version: 1\ntests: [{ name: n, files: [../../../etc/passwd], expect: pass }]"), [], /passwd/],
    ["a file that is described and scanned", { ...tests("version: 1\ntests: [{ name: n, files: [a.pkl], artifacts: [{ path: policy-tests/a.pkl, format: pickle }], expect: pass }]"), "policy-tests/a.pkl": "" }, [], /policy-tests\/a\.pkl twice/],
    ["several at one place", { ...tests("version: 1\ntests: [{ name: n, files: [{ path: d, as: x }], expect: pass }]"), "policy-tests/d/a": "", "policy-tests/d/b": "" }, [], /`as` is for one file/],
  ])("%s", async (_, written, argv, words) => {
    const repo = TestRepo.create().write(written);
    const ran = runCommand(policyCommand, ["policy", "test", ...argv], repo.root);
    await expect(ran).rejects.toThrow(ConfigurationError);
    await expect(ran).rejects.toThrow(words);
  }); // prettier-ignore

  test("a policy, or a test, that cannot be read", async () => {
    const repo = TestRepo.create()
      .write(tests("version: 1\ntests: [{ name: n, expect: pass }]"))
      .write({ ".model-assay.yml": "version: 3" });
    await expect(runCommand(policyCommand, ["policy", "test"], repo.root)).rejects.toThrow(InvalidPolicy);
    repo.write(tests("version: 1\ntests: [{ name: n, expect: passed }]"));
    await expect(runCommand(policyCommand, ["policy", "test"], repo.root)).rejects.toThrow(
      /t\.yml:2:\d+: expect must be one of/,
    );
  });

  test("a Git LFS pointer whose content is not here is no pass", async () => {
    const pointer = `version https://git-lfs.github.com/spec/v1\noid sha256:${SHA}\nsize 100\n`;
    const repo = TestRepo.create()
      .write(tests("version: 1\ntests: [{ name: n, files: [../m.pkl], expect: incomplete }]"))
      .write({ "m.pkl": pointer });
    expect((await runCommand(policyCommand, ["policy", "test"], repo.root)).stdout).toContain("1 passed");
  });
});

import { existsSync, readFileSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { policyCommand } from "../../../src/app/policy/command-policy";
import { readPolicy } from "../../../src/app/read-policy";
import { ConfigurationError } from "../../../src/core/host";
import { pickle } from "../../support/pickle-builder";
import { removeRepos, TestRepo } from "../../support/repo";
import { runCommand } from "../../support/run-command";
import { safetensorsFile } from "../../support/safetensors-builder";

afterAll(removeRepos);

const policy = (repo: TestRepo, ...argv: string[]) => runCommand(policyCommand, ["policy", ...argv], repo.root);
const FILE = ".model-assay.yml";
const NET = pickle(4).global("mylib.nets", "Net").emptyTuple().newobj().stop();
const WEIGHTS = safetensorsFile({ w: { dtype: "F32", shape: [1], data_offsets: [0, 4] } }, new Uint8Array(4));

describe("policy check", () => {
  test("of a good policy: one line, 0", async () => {
    const repo = TestRepo.create().write({ [FILE]: "version: 1\n" });
    const { code, stdout } = await policy(repo, "check");
    expect([code, stdout]).toEqual([0, `${FILE}: valid\n`]);
  });

  test("of a bad one: every problem with line and column, 2; the same as JSON", async () => {
    const repo = TestRepo.create().write({ "p.yml": "version: 1\npickle:\n  allowed: []\nfail-on: hgih\n" });
    const { code, stdout } = await policy(repo, "check", "p.yml");
    expect(code).toBe(2);
    expect(stdout.split("\n")).toEqual([
      'p.yml:4:10: error: fail-on must be one of critical, high, medium, low, never',
      'p.yml:3:3: error: unknown key "allowed" in pickle; did you mean "allow"?',
      "p.yml: not a policy that can be used: 2 errors",
      "",
    ]); // prettier-ignore
    const json = await policy(repo, "check", "p.yml", "--format", "json");
    expect(json.code).toBe(2);
    expect(JSON.parse(json.stdout)).toMatchObject({
      source: "p.yml",
      problems: [{ line: 4, column: 10 }, { line: 3 }],
    });
  });

  test("of what is legal and useless: warnings, by the real rules and the real clock, 0", async () => {
    const text = [
      "version: 1",
      "pickle: { allow: [{ name: os.system, reason: r }, { name: mylib.Net, reason: r }] }",
      "waivers:",
      "  - { rule: MA-PKL-002, path: a.pkl, reason: r, until: 2020-01-01 }",
      "  - { rule: MA-POL-002, path: a.pkl, reason: r, until: 2999-01-01 }",
    ].join("\n");
    const { code, stdout } = await policy(TestRepo.create().write({ [FILE]: text }), "check");
    expect(code).toBe(0);
    expect(stdout).toMatch(/:2:27: warning: os.system runs code/);
    expect(stdout).toMatch(/:4:13: warning: this waiver has no sha256/);
    expect(stdout).toMatch(/:4:\d+: warning: this waiver ended on 2020-01-01/);
    expect(stdout).toMatch(/:5:13: warning: MA-POL-002 is about the policy itself/);
    expect(stdout).toMatch(/: valid, with 4 warnings\n$/);
  });

  test("without one, or with what is no file, it says what to type", async () => {
    const repo = TestRepo.create().write({ "d/x": "" });
    await expect(policy(repo, "check")).rejects.toThrow(
      /there is no .*model-assay.yml\. To write one: model-assay policy init/,
    );
    await expect(policy(repo, "check", "d")).rejects.toThrow("d is no file");
    await expect(policy(repo, "check", "a", "b")).rejects.toThrow(ConfigurationError);
    await expect(policy(repo, "chekc")).rejects.toThrow("policy is one of");
  });

  test("a key with control characters cannot act on the terminal", async () => {
    const repo = TestRepo.create().write({ "p.yml": 'version: 1\n"\\e[31mx": 1\n' });
    expect((await policy(repo, "check", "p.yml")).stdout).toContain("\\u{1b}[31mx");
  });
});

describe("policy init", () => {
  const written = async (files: Record<string, string | Uint8Array>) => {
    const repo = TestRepo.create().write(files);
    expect((await policy(repo, "init")).code).toBe(0);
    const text = readFileSync(join(repo.root, FILE), "utf8");
    expect((await policy(repo, "check")).stdout).toMatch(/: valid\n$/);
    return { text, policy: await readPolicy(text, "p") };
  };

  test("of an empty repository: the defaults, everything else as a comment", async () => {
    const { text, policy: read } = await written({ "README.md": "hello" });
    expect(text).toMatch(/^# yaml-language-server: \$schema=https:/);
    expect(text).toContain("#   model files: none\n");
    expect(read).toMatchObject({ failOn: "high", formats: { deny: [] }, bom: { require: [] }, waivers: [] });
  });

  test("where there are models and no pickle, pickles are denied", async () => {
    const { text, policy: read } = await written({
      "m/model.safetensors": WEIGHTS,
      "requirements.txt": "numpy==1.0\n",
    });
    expect(text).toContain("#   model files: 1 (safetensors 1)\n");
    expect(text).toContain("#   lockfiles: requirements.txt\n");
    expect(read.formats.deny).toEqual(["pickle", "joblib", "torch-legacy"]);
  });

  test("where there is a pickle, it is named, and what it would fail on", async () => {
    const { text, policy: read } = await written({ "a\nversion: 2.pkl": NET, "b.safetensors": WEIGHTS });
    expect(text).toContain("# These are or hold pickles: a\\nversion: 2.pkl\n");
    expect(text).toMatch(/#   would fail the gate: .*MA-PKL-00\d 1/);
    expect(read.formats.deny).toEqual([]);
  });

  test("where a file is not here, nobody knows that it is no pickle", async () => {
    const pointer = `version https://git-lfs.github.com/spec/v1\noid sha256:${"a".repeat(64)}\nsize 100\n`;
    const { text, policy: read } = await written({ "a.safetensors": WEIGHTS, "b.pkl": pointer });
    expect(text).toContain("#   files that are not here, so nothing is known of them: 1\n");
    expect(read.formats.deny).toEqual([]);
  });

  test("every comment that shows a setting is one: without its marks the file is still a policy", async () => {
    const { text } = await written({ "a.pkl": NET });
    const uncommented = text
      .replace(/^# ?((?: {2,}|- |[\w-]+:(?: [["{]|$)).*)$/gm, "$1")
      .replace(/^ {2}(model files|models|lockfiles|would fail|  which).*\n/gm, "");
    const read = await readPolicy(uncommented.replace("waivers: []", ""), "p");
    expect(read.ignore).toHaveLength(1);
    expect(read.formats.deny).toHaveLength(3);
    expect(read.pickle.allow).toHaveLength(1);
    expect(read.dependencies.ignore).toHaveLength(1);
    expect(read.bom.require).toHaveLength(4);
    expect(read.signers).toHaveLength(1);
  });

  test("from a directory below, it is the whole repository that counts", async () => {
    const repo = TestRepo.create().write({ "a.pkl": NET, "sub/x": "" });
    await runCommand(policyCommand, ["policy", "init"], join(repo.root, "sub"));
    expect(readFileSync(join(repo.root, FILE), "utf8")).toContain("hold pickles: a.pkl");
  });

  test("it never overwrites, not even a link that leads nowhere", async () => {
    const repo = TestRepo.create().write({ [FILE]: "mine" });
    await expect(policy(repo, "init")).rejects.toThrow(/is there already, and stays as it is/);
    expect(readFileSync(join(repo.root, FILE), "utf8")).toBe("mine");
    const other = TestRepo.create();
    symlinkSync("elsewhere.yml", join(other.root, FILE));
    await expect(policy(other, "init")).rejects.toThrow(ConfigurationError);
    expect(existsSync(join(other.root, "elsewhere.yml"))).toBe(false);
  });

  test("--config says where", async () => {
    const repo = TestRepo.create();
    await policy(repo, "init", "--config", "strict.yml");
    expect(existsSync(join(repo.root, "strict.yml"))).toBe(true);
    await expect(policy(repo, "init", "x.yml")).rejects.toThrow("--config FILE");
    await expect(policy(repo, "init", "--config", "no/x.yml")).rejects.toThrow(/cannot be written \(ENOENT\)/);
  });
});

describe("policy init tells of sources and licences", () => {
  const CARD = "---\nlicense: mit\nbase_model: [acme/base, 'https://example.com/nets/a']\n---\n# Net\n";

  test("as comments that can be taken as they are", async () => {
    const repo = TestRepo.create().write({ "net/README.md": CARD, "net/model.safetensors": WEIGHTS });
    expect((await policy(repo, "init")).code).toBe(0);
    const text = readFileSync(join(repo.root, FILE), "utf8");
    expect(text).toContain("# Of what is here: example.com/nets/*, huggingface.co/acme/*\n");
    expect(text).toContain("# Nobody says it of 1. To record one: model-assay lock add SOURCE\n");
    expect(text).toContain("# Of what is here: MIT\n");
    const taken = text.replace(/^# (sources:|licenses:|  allow: .*|  deny: \[cc.*)$/gm, "$1");
    expect(await readPolicy(taken, "p")).toMatchObject({
      sources: { allow: [["example.com/nets/*", "huggingface.co/acme/*"]] },
      licenses: { allow: [["MIT"]], deny: ["cc-by-nc-4.0"] },
    });
    expect(await readPolicy(text, "p")).toMatchObject({ sources: { allow: [] }, licenses: { allow: [], deny: [] } });
  });

  test("of a repository without models: an example", async () => {
    const repo = TestRepo.create().write({ "a.txt": "a" });
    expect((await policy(repo, "init")).code).toBe(0);
    expect(readFileSync(join(repo.root, FILE), "utf8")).toContain('#   allow: ["huggingface.co/acme/*"]\n');
  });
});

test("policy check: what is delegated is said of the repository's own policy alone", async () => {
  const repo = TestRepo.create().write({
    [FILE]: "version: 1\ndelegates: [waivers]\n",
    "org.yml": "version: 1\ndelegates: [waivers]\n",
  });
  expect((await policy(repo, "check")).stdout).toMatch(/:2:12: warning: this counts only where/);
  expect((await policy(repo, "check", "org.yml")).stdout).toBe("org.yml: valid\n");
});

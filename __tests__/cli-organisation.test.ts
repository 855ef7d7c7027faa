import { createHash, generateKeyPairSync } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { RunReport } from "../src/core/report";
import { start, type Ended } from "./support/command";
import { startGitHubProcess, type GitHubProcess } from "./support/github-process";
import { pickle } from "./support/pickle-builder";
import { removeRepos, temporaryDirectory, TestRepo } from "./support/repo";
import { zip } from "./support/zip-builder";

const SHA = "0123456789abcdef0123456789abcdef01234567";
const POLICY = `acme/policies/assay.yml@${SHA}`;
const TOKEN = "ghp_0123456789abcdefghijklmnopqrstuvwxyzAB";
/** A name that nobody lists: high, unless a policy allows it. */
const MODEL = pickle(4).call("mylib.nets", "Net").stop();

let github: GitHubProcess;
beforeAll(async () => {
  github = await startGitHubProcess();
});
afterAll(async () => {
  await github.close();
  removeRepos();
});

const organisation = (text: string, more = {}) =>
  github.knows({ contents: { [`acme/policies@${SHA}`]: { "assay.yml": `version: 1\n${text}\n`, ...more } } });
const repository = (policy: string, files: Record<string, string | Uint8Array> = { "m.pkl": MODEL }) =>
  new TestRepo(temporaryDirectory()).write({ ...files, ".model-assay.yml": `version: 1\n${policy}\n` }).root;
const cli = (cwd: string, ...args: string[]): Promise<Ended> =>
  start("cli.js", args, {
    cwd,
    env: { GITHUB_API_URL: github.url, MODEL_ASSAY_POLICY_TOKEN: TOKEN, NO_PROXY: "127.0.0.1" },
  });
const gate = async (cwd: string, ...more: string[]): Promise<[number, RunReport]> => {
  const { code, stdout, stderr } = await cli(cwd, "gate", "--audit", "false", "--format", "json", ...more);
  if (!stdout.startsWith("{")) throw new Error(stderr);
  return [code, JSON.parse(stdout) as RunReport];
};
const rules = ({ findings }: RunReport) => findings.map(({ rule, waived }) => `${rule}${waived ? " waived" : ""}`);
const ALLOW = "pickle: { allow: [{ name: mylib.nets.Net, reason: ours }] }";

describe("gate --policy", () => {
  test("what the repository allows and the organisation does not delegate is stopped, and said at its line", async () => {
    const root = repository(ALLOW);
    expect(rules((await gate(root))[1])).toContain("MA-PKL-002 waived");
    await organisation("fail-on: high");
    const [code, report] = await gate(root, "--policy", POLICY);
    expect([code, rules(report)]).toEqual([1, expect.arrayContaining(["MA-PKL-002", "MA-POL-009"])]);
    expect(report.findings.find(({ rule }) => rule === "MA-POL-009")).toMatchObject({
      severity: "medium",
      location: { path: ".model-assay.yml", line: 2 },
      message:
        "the allowance of mylib.nets.Net does not count: the organisation's policy does not delegate pickle.allow",
    });
    expect(report.policy.organisation).toEqual({
      digest: createHash("sha256").update("version: 1\nfail-on: high\n").digest("hex"),
      source: POLICY,
    });

    await organisation("delegates: [{ what: pickle.allow, only: ['mylib.**'] }]");
    expect(rules((await gate(root, "--policy", POLICY))[1])).toEqual(expect.arrayContaining(["MA-PKL-002 waived"]));
  });

  test("a threshold on the command line is the repository's, too", async () => {
    await organisation("fail-on: high");
    const [code, report] = await gate(repository(""), "--policy", POLICY, "--fail-on", "never");
    expect([code, report.decision.failOn]).toEqual([1, "high"]);
    expect(rules(report)).toContain("MA-POL-009");
  });

  test("people are told which policy stands above", async () => {
    await organisation("formats: { deny: [pickle] }");
    const { code, stdout } = await cli(repository(ALLOW), "gate", "--audit", "false", "--policy", POLICY);
    expect(code).toBe(1);
    expect(stdout).toContain(`The organisation's policy: ${POLICY}, sha256 `);
    expect(stdout).toContain("which formats.deny of the policy does not let in");
    const markdown = await cli(repository(""), "gate", "--audit", "false", "--policy", POLICY, "--format", "markdown");
    expect(markdown.stdout).toMatch(/Policy: .*, under the organisation's acme/);
  });

  test("its Rego rules are asked, whatever the repository has", async () => {
    const deny =
      'package model_assay\n\ndeny contains {"msg": "the organisation says no"} if count(input.artifacts) > 0\n';
    await organisation("rego: rules", { "rules/no.rego": deny });
    const [code, report] = await gate(repository(""), "--policy", POLICY);
    expect([code, report.findings.map(({ message }) => message)]).toEqual([
      1,
      expect.arrayContaining([expect.stringContaining("the organisation says no")]),
    ]);
  });

  test("an osv-scanner.toml counts as far as dependencies.ignore is delegated", async () => {
    const database = temporaryDirectory();
    mkdirSync(join(database, "PyPI"));
    const flaw = {
      id: "GHSA-demo-0001-1001", modified: "2026-08-01T00:00:00Z", summary: "A flaw",
      severity: [{ type: "CVSS_V3", score: "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H" }],
      affected: [{ package: { ecosystem: "PyPI", name: "torch" }, ranges: [{ type: "ECOSYSTEM", events: [{ introduced: "0" }] }] }],
    }; // prettier-ignore
    writeFileSync(
      join(database, "PyPI", "all.zip"),
      zip([{ name: `${flaw.id}.json`, data: JSON.stringify(flaw), method: 8 }]),
    );
    const toml = `[[IgnoredVulns]]\nid = "${flaw.id}"\nreason = "not loaded"\n`;
    const root = repository("", { "requirements.txt": "torch==2.5.1\n", "osv-scanner.toml": toml });
    const audit = async (...more: string[]) => {
      const from = ["--osv", "database", "--osv-database", database, "--format", "json"];
      return rules(JSON.parse((await cli(root, "audit", ...from, ...more)).stdout) as RunReport);
    };
    expect(await audit()).toContain("MA-DEP-001 waived");
    await organisation("fail-on: high");
    expect(await audit("--policy", POLICY)).toEqual(expect.arrayContaining(["MA-DEP-001", "MA-POL-009"]));
    await organisation("delegates: [dependencies.ignore]");
    expect(await audit("--policy", POLICY)).toContain("MA-DEP-001 waived");
    await organisation("delegates: [{ what: dependencies.ignore, only: [torch] }]");
    expect(await audit("--policy", POLICY)).toContain("MA-DEP-001");
  });
});

describe("an organisation's policy that cannot be had", () => {
  test.each<[string, object, number, string]>([
    ["403", { faults: [{ path: "/contents/", status: 403 }] }, 2, "it refuses (403)"],
    ["404", {}, 2, "not found (404)"],
    ["garbage", { faults: [{ path: "/contents/", status: 200, text: "<html>" }] }, 2, `${POLICY}:1:1: `],
    ["an outage", { faults: [{ path: "/contents/", status: 503 }] }, 3, "so nothing was decided"],
  ])("%s: nothing passes, in its own words, and no token in them", async (_what, facts, wanted, words) => {
    await github.knows(facts);
    const { code, stdout, stderr } = await cli(repository("", { "a.txt": "a" }), "gate", "--policy", POLICY);
    expect([code, stdout, stderr]).toEqual([wanted, "", expect.stringContaining(words)]);
    expect(stderr).not.toContain(TOKEN);
  });

  test("is asked for with a full commit, for a command that it decides, and not offline", async () => {
    const root = repository("");
    const refused = async (...args: string[]) => {
      const { code, stderr } = await cli(root, ...args);
      return [code, stderr];
    };
    expect(await refused("gate", "--policy", "acme/policies/assay.yml@main")).toEqual([2, expect.stringContaining("give the full commit")]);
    expect(await refused("gate", "--policy", "assay.yml")).toEqual([2, expect.stringContaining("For a file: config")]);
    expect(await refused("audit", "--offline", "--policy", POLICY)).toEqual([2, expect.stringContaining("cannot be fetched with --offline")]);
    expect(await refused("lock", "verify", "--policy", POLICY)).toEqual([2, expect.stringContaining("lock verify takes no --policy")]);
    expect(await refused("policy", "init", "--policy", POLICY)).toEqual([2, expect.stringContaining("policy init takes no --policy")]);
  }); // prettier-ignore
});

test("policy check says what does not count", async () => {
  await organisation("delegates: [ignore]");
  const { code, stdout } = await cli(repository(`ignore: [a/]\nfail-on: never\n${ALLOW}`), "policy", "check", "--policy", POLICY); // prettier-ignore
  expect([code, stdout]).toEqual([
    0,
    [
      ".model-assay.yml:3:1: warning: fail-on: never does not count: the organisation's policy says high and does not delegate fail-on",
      ".model-assay.yml:4:1: warning: the allowance of mylib.nets.Net does not count: the organisation's policy does not delegate pickle.allow",
      ".model-assay.yml: valid, with 2 warnings",
      "",
    ].join("\n"),
  ]);
});

test("bom covers what the organisation does not let the repository ignore", async () => {
  await organisation("fail-on: high");
  const root = repository("ignore: ['**']");
  const models = async (...more: string[]) =>
    (JSON.parse((await cli(root, "bom", ...more)).stdout) as { components?: unknown[] }).components?.length ?? 0;
  expect([await models(), await models("--policy", POLICY)]).toEqual([0, 1]);
});

test("sign is decided under it", async () => {
  const key = join(temporaryDirectory(), "key.pem");
  const { privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  writeFileSync(key, privateKey.export({ type: "pkcs8", format: "pem" }));
  const root = repository(ALLOW, { "model/m.pkl": MODEL });
  const sign = (...more: string[]) => cli(root, "sign", "model", "--config", ".model-assay.yml", "--key", key, ...more);
  await organisation("formats: { deny: [pickle] }");
  const { code, stdout } = await sign("--policy", POLICY);
  expect([code, stdout]).toEqual([1, expect.stringContaining("Nothing was signed: only what passed is.")]);
  expect((await sign()).code).toBe(0);
});

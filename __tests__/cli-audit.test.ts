import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { RunReport } from "../src/core/report";
import { start, type Ended } from "./support/command";
import { startOsv, type OsvProcess } from "./support/osv-process";
import { removeRepos, temporaryDirectory, TestRepo } from "./support/repo";
import { zip } from "./support/zip-builder";

/** An advisory about versions below 2.6.0 of a package of PyPI, as OSV writes it. */
function record(id: string, name: string, more = {}) {
  return {
    id, modified: "2026-08-01T00:00:00Z", aliases: [`CVE-2026-${id.slice(-4)}`], summary: `A flaw of ${name}`,
    severity: [{ type: "CVSS_V3", score: "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H" }],
    affected: [{ package: { ecosystem: "PyPI", name }, ranges: [{ type: "ECOSYSTEM", events: [{ introduced: "0" }, { fixed: "2.6.0" }] }] }],
    ...more,
  }; // prettier-ignore
}
const RECORDS = [record("GHSA-demo-0001-1001", "torch"), record("GHSA-demo-0001-1002", "pillow")];
const LOCK = "torch==2.5.1\nnumpy==2.0.0\n";

const database = temporaryDirectory();
mkdirSync(join(database, "PyPI"));
writeFileSync(
  join(database, "PyPI", "all.zip"),
  zip(RECORDS.map((each) => ({ name: `${each.id}.json`, data: JSON.stringify(each), method: 8 }))),
);
const OFFLINE = ["--offline", "--osv-database", database, "--format", "json"];

let osv: OsvProcess;
beforeAll(async () => {
  osv = await startOsv();
  await osv.steer({ records: RECORDS });
});
afterAll(async () => {
  await osv.close();
  removeRepos();
});

const read = ({ stdout, stderr }: Ended): RunReport => {
  if (!stdout.startsWith("{")) throw new Error(stderr);
  return JSON.parse(stdout) as RunReport;
};
const env = { XDG_CACHE_HOME: temporaryDirectory() };
const cli = (cwd: string, ...args: string[]) => start("cli.js", args, { cwd, env });
/** Without the word about hashes, which every list of pins without them gets. */
const findingsOf = (report: RunReport) => report.findings.filter(({ rule }) => rule !== "MA-DEP-007");
const answers = (report: RunReport) =>
  report.packages.map(({ name, status, reason }) => [name, reason ?? status].join(" "));
const place = (files: Record<string, string>) => new TestRepo(temporaryDirectory()).write(files).root;

describe("audit", () => {
  test("by a database and by the API: the same packages and findings", async () => {
    const root = place({ "requirements.txt": LOCK });
    const [byDatabase, byApi] = await Promise.all([
      cli(root, "audit", "requirements.txt", ...OFFLINE),
      cli(root, "audit", "requirements.txt", "--osv-url", osv.url, "--format", "json"),
    ]);
    expect([byDatabase.code, byApi.code]).toEqual([1, 1]);
    expect(read(byApi).findings).toEqual(read(byDatabase).findings);
    expect(read(byApi).packages).toEqual(read(byDatabase).packages);
    expect(answers(read(byApi))).toEqual(["torch vulnerable", "numpy clean"]);
    expect(read(byApi).notices).toEqual([`Advisories: the OSV API (${osv.url}).`]);
  });

  test("asks the API for names only", async () => {
    await cli(place({ "requirements.txt": "unheard-of==7.7.7\n" }), "audit", "--osv-url", osv.url);
    const batches = (await osv.seen()).filter(
      ({ path, body }) => path === "/v1/querybatch" && body.includes("unheard-of"),
    );
    expect(batches).toHaveLength(1);
    expect(JSON.stringify(batches)).not.toContain("7.7.7");
  });

  test("of a directory reads every lockfile in it, and no model", async () => {
    const root = place({ "a/requirements.txt": LOCK, "b/Cargo.lock": "version = 4\n", "evil.pkl": "cos\nsystem\n." });
    const report = read(await cli(root, "audit", ...OFFLINE));
    expect([report.summary.lockfiles, report.artifacts]).toEqual([2, []]);
  });

  test("of a file of any name, because somebody said so", async () => {
    const root = place({ "main.txt": LOCK, "other.bin": "x" });
    expect(answers(read(await cli(root, "audit", "main.txt", ...OFFLINE)))).toEqual([
      "torch vulnerable",
      "numpy clean",
    ]);
    const { code, stderr } = await cli(root, "audit", "other.bin", ...OFFLINE);
    expect([code, stderr]).toEqual([2, expect.stringContaining("audit: other.bin is no lockfile that is known here")]);
  });

  test("of an ecosystem without a database is incomplete, and says where to get it", async () => {
    const { code, stdout } = await cli(place({ "Cargo.lock": CARGO }), "audit", ...OFFLINE);
    expect(code).toBe(3);
    const report = read({ code, stdout, stderr: "" });
    expect([report.verdict, answers(report)]).toEqual(["incomplete", ["serde lookup-failed"]]);
    expect(report.decision.missing).toEqual([expect.stringMatching(/no database for crates\.io in .*: fetch https:/)]);
  });

  test("where the API cannot be reached takes a database that is there, and says so", async () => {
    const root = place({ "requirements.txt": LOCK });
    const closed = ["--osv-url", "http://127.0.0.1:9", "--osv-database", database, "--format", "json"];
    const report = read(await cli(root, "audit", ...closed));
    expect(answers(report)).toEqual(["torch vulnerable", "numpy clean"]);
    expect(report.notices).toContainEqual(
      expect.stringMatching(/^Where the OSV API did not answer, the OSV database in/),
    );
  });

  test("what the policy ignores passes, marked; a day later it counts again", async () => {
    const ignore = (until: string) =>
      `version: 1\ndependencies:\n  ignore: [{ id: CVE-2026-1001, package: Torch, reason: not loaded, until: ${until} }]\n`;
    const root = place({ "requirements.txt": LOCK, ".model-assay.yml": ignore("2999-01-01") });
    const passed = await cli(root, "audit", ...OFFLINE);
    expect([passed.code, read(passed).findings[0]?.waived]).toEqual([
      0,
      { by: "policy", reason: "not loaded", until: "2999-01-01" },
    ]);
    writeFileSync(join(root, ".model-assay.yml"), ignore("2020-01-01"));
    const failed = await cli(root, "audit", ...OFFLINE);
    expect(failed.code).toBe(1);
    expect(findingsOf(read(failed)).map(({ rule }) => rule)).toEqual(["MA-DEP-001", "MA-POL-002"]);
  });

  test("an osv-scanner.toml beside the lockfile counts for it, and for no other", async () => {
    const toml = '[[IgnoredVulns]]\nid = "GHSA-demo-0001-1001"\nreason = "not loaded"\n';
    const root = place({ "app/requirements.txt": LOCK, "app/osv-scanner.toml": toml, "requirements.txt": LOCK });
    const report = read(await cli(root, "audit", ...OFFLINE));
    expect(findingsOf(report).map(({ location, waived }) => `${location.path} ${waived?.by ?? "counts"}`)).toEqual([
      "app/requirements.txt app/osv-scanner.toml",
      "requirements.txt counts",
    ]);
  });

  test("KEV and EPSS are shown, and what is exploited is high at least", async () => {
    const low = record("GHSA-demo-0001-1003", "scipy", { severity: [], database_specific: { severity: "LOW" } });
    await osv.steer({ records: [low] });
    const kev = JSON.stringify({ vulnerabilities: [{ cveID: "CVE-2026-1003" }] });
    const root = place({
      "requirements.txt": "scipy==1.0\n",
      "k.json": kev,
      "e.csv": "cve,epss,percentile\nCVE-2026-1003,0.5,0.9\n",
    });
    const report = read(
      await cli(root, "audit", "--osv-url", osv.url, "--kev", "k.json", "--epss", "e.csv", "--format", "json"),
    );
    await osv.steer({ records: RECORDS });
    expect(findingsOf(report)).toMatchObject([{ severity: "high", evidence: expect.stringContaining("EPSS 50.0 %") }]);
  });

  test("of an environment says what is installed", async () => {
    const installed = "env/lib/python3.11/site-packages/torch-2.5.1.dist-info/METADATA";
    const root = place({ [installed]: "Metadata-Version: 2.1\nName: torch\nVersion: 2.5.1\n", "env/pyvenv.cfg": "" });
    const report = read(await cli(root, "audit", "--environment", "env", ...OFFLINE));
    expect(answers(report)).toEqual(["torch vulnerable"]);
    expect(report.findings[0]?.remedy).toContain("pip install torch==2.6.0");
  });

  test("of an inventory joins the image by its digest", async () => {
    const digest = `sha256:${"a".repeat(64)}`;
    const bom = {
      bomFormat: "CycloneDX", specVersion: "1.6",
      metadata: { component: { type: "container", name: "registry.example.com/serve", version: digest } },
      components: [{ type: "library", name: "torch", version: "2.5.1", purl: "pkg:pypi/torch@2.5.1" }],
    }; // prettier-ignore
    const root = place({ "image.json": JSON.stringify(bom) });
    const report = read(await cli(root, "audit", "--sbom-input", "image.json", ...OFFLINE));
    expect(answers(report)).toEqual(["torch vulnerable"]);
    expect(report.packages[0]?.source).toContain(digest);
    expect(report.findings[0]?.message).toContain(`It is in the image registry.example.com/serve@${digest}.`);
  });

  test.each<[string[], string]>([
    [["--osv", "file"], 'osv: "file" is not one of api, database'],
    [["--offline", "--osv", "api"], "osv: api cannot be asked with --offline"],
    [["--osv", "database", "--osv-database", "nowhere"], "osv-database: there is no folder nowhere"],
    [["--sbom-input", "nowhere.json"], "sbom: there is no file nowhere.json"],
    [["--environment", "."], ". is no environment of Python"],
    [["--kev", "nowhere.json"], "kev: nowhere.json cannot be read"],
    [["nowhere.lock"], "nowhere.lock: there is no such file or directory"],
    [["requirements.txt", "--paths", "a"], "paths: it chooses among the lockfiles of the tree"],
    [["--environment", ".venv", "--paths", "a"], "paths: it chooses among the lockfiles of the tree"],
    [["--audit", "false"], "audit takes no --audit. It goes with gate"],
  ])("%j is wrong usage", async (args, words) => {
    const { code, stderr } = await cli(place({ "requirements.txt": LOCK }), "audit", ...args);
    expect([code, stderr]).toEqual([2, expect.stringContaining(words)]);
  });
});

const CARGO = `version = 4

[[package]]
name = "serde"
version = "1.0.0"
source = "registry+https://github.com/rust-lang/crates.io-index"
`;

describe("in a repository", () => {
  const gate = (repo: TestRepo, ...args: string[]) => cli(repo.root, "gate", "--base", "HEAD", ...OFFLINE, ...args);

  test("only what is new decides", async () => {
    const repo = TestRepo.create().write({ "requirements.txt": "torch==2.5.1\n" });
    repo.commit();
    repo.write({ "requirements.txt": "# moved down\ntorch==2.5.1\npillow==1.0\n" });
    const report = read(await gate(repo));
    expect(findingsOf(report).map(({ location, baseline }) => [location.line, baseline ?? false])).toEqual([
      [2, true],
      [3, false],
    ]);
    expect(report.decision.blocking).toHaveLength(1);
  });

  test("the base's osv-scanner.toml counts, not the change's", async () => {
    const repo = TestRepo.create().write({ "README.md": "x" });
    repo.commit();
    const toml = '[[PackageOverrides]]\nname = "torch"\necosystem = "PyPI"\nignore = true\n';
    repo.write({ "requirements.txt": LOCK, "osv-scanner.toml": toml });
    expect((await gate(repo)).code).toBe(1);
  });

  test("dependencies that changed without their lock are said", async () => {
    const manifest = (version: string) => `[project]\nname = "x"\ndependencies = ["torch==${version}"]\n`;
    const uv = 'version = 1\nrequires-python = ">=3.11"\n';
    const repo = TestRepo.create().write({ "pyproject.toml": manifest("2.5"), "uv.lock": uv });
    repo.commit();
    repo.write({ "pyproject.toml": manifest("2.6") });
    expect(read(await gate(repo)).findings).toMatchObject([
      { rule: "MA-DEP-012", location: { path: "pyproject.toml" } },
    ]);
    repo.write({ "pyproject.toml": `${manifest("2.5")}# a remark\n` });
    expect(read(await gate(repo)).findings).toEqual([]);
  });

  test("a lockfile that is a pointer of Git LFS is no silence", async () => {
    const pointer = `version https://git-lfs.github.com/spec/v1\noid sha256:${"0".repeat(64)}\nsize 5\n`;
    const repo = TestRepo.create().write({ "README.md": "x" });
    repo.commit();
    repo.write({ "uv.lock": pointer });
    const { code, stdout } = await gate(repo);
    expect(code).toBe(3);
    expect(read({ code, stdout, stderr: "" }).findings).toMatchObject([{ rule: "MA-SYS-004", severity: "medium" }]);
  });

  test("a database that git tracks is not believed: the change could have written it", async () => {
    const repo = TestRepo.create().write({
      "requirements.txt": LOCK,
      "osv/PyPI/all.zip": readFileSync(join(database, "PyPI", "all.zip")),
    });
    repo.commit();
    const { code, stderr } = await cli(repo.root, "audit", "--offline", "--osv-database", "osv");
    expect([code, stderr]).toEqual([2, expect.stringContaining("git tracks files in osv")]);
  });

  test("--audit false leaves lockfiles alone, and says so", async () => {
    const repo = TestRepo.create().write({ "requirements.txt": LOCK });
    repo.commit();
    const report = read(await cli(repo.root, "gate", "--audit", "false", "--format", "json"));
    expect([report.packages, report.notices]).toEqual([[], ["Lockfiles were not audited: audit is false."]]);
  });
});

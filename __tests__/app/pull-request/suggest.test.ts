import { suggestFixes } from "../../../src/app/pull-request/suggest";
import { comment } from "../../../src/app/pull-request/tell";
import { GitHubFailure } from "../../../src/core/github";
import type { Conversation, PostedComment, Remark } from "../../../src/core/github-conversation";
import type { PackageRecord, RunReport } from "../../../src/core/report";
import { failing } from "../../report/fixtures";

const HEAD = "a".repeat(40);
const BASE = "b".repeat(40);
const BOT = "github-actions[bot]";
const marker = "<!-- model-assay:0123456789abcdef -->";
const purl = "pkg:pypi/torch@2.5.1";
const torch: PackageRecord = {
  ...{ purl, name: "torch", version: "2.5.1", fixed: "2.6.0", lockfile: "requirements.txt", line: 2 },
  ...{ status: "vulnerable", advisories: ["GHSA-1"] },
};

/** One flaw at a line of a file that locks torch. */
function flawed(path = "requirements.txt", line = 2, pkg: Partial<PackageRecord> = {}): RunReport {
  const report = failing({
    message: "torch 2.5.1 has GHSA-1.",
    location: { path, inside: [], line },
    vulnerability: { purl, advisory: "GHSA-1" },
  });
  return { ...report, packages: [{ ...torch, lockfile: path, ...pkg }] };
}

function conversation(text = "numpy==1.0\ntorch==2.5.1\n", rest: Partial<Conversation> = {}) {
  const remarks: (Remark & PostedComment)[] = [];
  const asked: string[] = [];
  const talk: Conversation = {
    comments: () => Promise.resolve([]),
    speaker: () => Promise.resolve(BOT),
    head: () => Promise.resolve(HEAD),
    file: (path, commit) => (asked.push(`${path}@${commit}`), Promise.resolve(text)),
    remarks: () => Promise.resolve(remarks),
    create: () => Promise.resolve(),
    remark: (remark) => {
      remarks.push({ ...remark, id: remarks.length, author: BOT });
      return Promise.resolve(true);
    },
    update: () => Promise.resolve(),
    ...rest,
  };
  return { talk, remarks, asked };
}

const suggest = (report: RunReport, talk: Conversation) =>
  suggestFixes({ report, head: HEAD, marker, conversation: talk });

test("the fixed version at the line of the pin, as the pull request's own commit has it", async () => {
  const { talk, remarks, asked } = conversation();
  await expect(suggest(flawed(), talk)).resolves.toBe(1);
  expect(asked).toEqual([`requirements.txt@${HEAD}`]);
  expect(remarks).toMatchObject([{ path: "requirements.txt", line: 2, commit: HEAD }]);
  expect(remarks[0]!.body).toMatch(/^<!-- model-assay:\w+ -->\n<!-- suggestion:\w+ -->\n<p>torch 2\.5\.1 has GHSA-1\..*\n\n```suggestion\ntorch==2\.6\.0\n```\n$/s);
}); // prettier-ignore

test("once, however often it runs, but not where another author has said the same", async () => {
  const { talk, remarks } = conversation();
  await suggest(flawed(), talk);
  await expect(suggest(flawed(), talk)).resolves.toBe(0);
  const report = flawed();
  const other = { ...report, findings: [{ ...report.findings[0]!, message: "torch 2.5.1 has GHSA-2, too." }] };
  await expect(suggest(other, talk)).resolves.toBe(0);
  await expect(suggest(flawed("dev/requirements.txt"), talk)).resolves.toBe(1);
  remarks.pop();
  remarks[0] = { ...remarks[0]!, author: "mallory" };
  await expect(suggest(flawed(), talk)).resolves.toBe(1);
  expect(remarks).toHaveLength(2);
});

test("a package with several flaws has one line", async () => {
  const report = flawed();
  const twice = { ...report.findings[0]!, id: "second" };
  const both = { ...report, findings: [...report.findings, twice], decision: { ...report.decision, blocking: [report.findings[0]!.id, "second"] } }; // prettier-ignore
  await expect(suggest(both, conversation().talk)).resolves.toBe(1);
});

test.each([
  ["another file than a list of requirements", flawed("uv.lock")],
  ["no version that fixes it", { ...flawed(), packages: [] }],
  ["a finding that does not stop the gate", { ...flawed(), decision: { ...flawed().decision, blocking: [] } }],
])("%s: nothing is asked", async (_, report) => {
  const { talk, remarks, asked } = conversation();
  await expect(suggest(report, talk)).resolves.toBe(0);
  expect([remarks, asked]).toEqual([[], []]);
});

test.each([["torch==2.5.1 \\\n  --hash=sha256:00"], ["\n\ntorch==2.5.1"], [""]])(
  "a line that is another one at that commit: %j",
  async (text) => {
    const { talk, remarks } = conversation(text);
    await expect(suggest(flawed(), talk)).resolves.toBe(0);
    expect(remarks).toEqual([]);
  },
);

test("a line that the diff does not show is no suggestion, and no failure", async () => {
  await expect(suggest(flawed(), conversation(undefined, { remark: () => Promise.resolve(false) }).talk)).resolves.toBe(0);
}); // prettier-ignore

test("ten at most", async () => {
  const lines = Array.from({ length: 30 }, (_, i) => `p${i}==1.0`);
  const base = flawed();
  const findings = lines.map((_, i) => ({
    ...{ ...base.findings[0]!, id: `f${i}`, location: { path: "requirements.txt", inside: [], line: i + 1 } },
    vulnerability: { purl: `pkg:pypi/p${i}@1.0`, advisory: "G" },
  }));
  const packages = lines.map((_, i) => ({ ...torch, purl: `pkg:pypi/p${i}@1.0`, name: `p${i}`, version: "1.0" }));
  const report = {
    ...base,
    findings,
    packages,
    decision: { ...base.decision, blocking: findings.map(({ id }) => id) },
  };
  const { talk, asked } = conversation(lines.join("\n"));
  await expect(suggest(report, talk)).resolves.toBe(10);
  expect(asked).toHaveLength(1);
});

const COMMIT = "c".repeat(40);
const PYTHON = 'from transformers import AutoModel\nmodel = AutoModel.from_pretrained("acme/net")\n';
const LOCK = (revision: string) =>
  `version: 1\nmodels:\n  - path: models/net\n    source: https://huggingface.co/acme/net\n    revision: ${revision}\n    fetched: 2027-01-01T00:00:00Z\n    files: []\n`;

/** A call without a revision, which does not stop the gate. */
function unpinned(path = "load.py", more: Partial<RunReport["findings"][number]> = {}): RunReport {
  const report = failing({ rule: "MA-LDR-006", severity: "low", location: { path, inside: [], line: 2 }, ...more });
  const selection = { ...report.selection, mode: "changes" as const, base: BASE };
  return { ...report, selection, decision: { ...report.decision, blocking: [] } };
}

/** `before`: the base's `models.lock.yaml`, the same where it is not given. */
function repository(files: Readonly<Record<string, string>>, before = files["models.lock.yaml"]) {
  const asked: string[] = [];
  const made = conversation(undefined, {
    file: (path, commit) => {
      asked.push(`${path}@${commit}`);
      const text = commit === BASE && path === "models.lock.yaml" ? before : files[path];
      return text === undefined ? Promise.reject(new GitHubFailure("not-found", "404")) : Promise.resolve(text);
    },
  });
  return { ...made, asked };
}

test("the commit of a model, from the manifest as the base and the pull request's own commit have it", async () => {
  const { talk, remarks, asked } = repository({ "load.py": PYTHON, "models.lock.yaml": LOCK(COMMIT) });
  await expect(suggest(unpinned(), talk)).resolves.toBe(1);
  expect(asked).toEqual([`models.lock.yaml@${HEAD}`, `models.lock.yaml@${BASE}`, `load.py@${HEAD}`]);
  expect(remarks).toMatchObject([{ path: "load.py", line: 2, commit: HEAD }]);
  expect(remarks[0]!.body).toContain("models.lock.yaml had before this pull request, and has in it");
  expect(remarks[0]!.body).toContain(`\n\`\`\`suggestion\nmodel = AutoModel.from_pretrained("acme/net", revision="${COMMIT}")\n\`\`\`\n`);
  await expect(suggest(unpinned(), talk)).resolves.toBe(0);
}); // prettier-ignore

test.each<[string, Record<string, string>]>([
  ["no manifest", {}],
  ["a manifest that cannot be used", { "models.lock.yaml": "version: 2\nmodels: 3\n" }],
  ["a manifest with a branch", { "models.lock.yaml": LOCK("main") }],
])("%s: the file is not even asked for", async (_, files) => {
  const { talk, remarks, asked } = repository({ "load.py": PYTHON, ...files });
  await expect(suggest(unpinned(), talk)).resolves.toBe(0);
  expect([remarks, asked]).toEqual([[], [`models.lock.yaml@${HEAD}`]]);
});

test.each<[string, string]>([
  ["another commit than the base's", LOCK("d".repeat(40))],
  ["a model that the base does not have", "version: 1\nmodels: []\n"],
  ["a manifest that the base does not have", ""],
  ["a model that the base has at two commits", LOCK(COMMIT) + LOCK("d".repeat(40)).split("models:\n")[1]!],
])("%s, of the pull request's own manifest: nothing is suggested", async (_, before) => {
  const { talk, remarks, asked } = repository({ "load.py": PYTHON, "models.lock.yaml": LOCK(COMMIT) }, before);
  await expect(suggest(unpinned(), talk)).resolves.toBe(0);
  expect([remarks, asked]).toEqual([[], [`models.lock.yaml@${HEAD}`, `models.lock.yaml@${BASE}`]]);
});

test("a base that is not known: nothing is asked", async () => {
  const { talk, remarks, asked } = repository({ "load.py": PYTHON, "models.lock.yaml": LOCK(COMMIT) });
  const { selection, ...rest } = unpinned();
  const { mode, examined, ignored, deleted } = selection;
  await expect(suggest({ ...rest, selection: { mode, examined, ignored, deleted } }, talk)).resolves.toBe(0);
  expect([remarks, asked]).toEqual([[], []]);
});

test.each<[string, RunReport]>([
  ["an old finding", unpinned("load.py", { baseline: true })],
  ["a waived finding", unpinned("load.py", { waived: { by: "ana", reason: "r" } })],
  ["a notebook", unpinned("load.ipynb")],
  ["a member of an archive", unpinned("load.py", { location: { path: "load.py", inside: ["a.py"], line: 2 } })],
  ["another rule", unpinned("load.py", { rule: "MA-LDR-005" })],
])("%s: nothing is asked", async (_, report) => {
  const { talk, remarks, asked } = repository({ "load.py": PYTHON, "models.lock.yaml": LOCK(COMMIT) });
  await expect(suggest(report, talk)).resolves.toBe(0);
  expect([remarks, asked]).toEqual([[], []]);
});

test("a file that is another one at that commit", async () => {
  const { talk, remarks } = repository({ "load.py": `\n${PYTHON}`, "models.lock.yaml": LOCK(COMMIT) });
  await expect(suggest(unpinned(), talk)).resolves.toBe(0);
  expect(remarks).toEqual([]);
});

test("a failure is a line of the log beside the comment, which was made", async () => {
  const said: string[] = [];
  const say = (message: string) => void said.push(message);
  const { talk } = conversation(undefined, { file: () => Promise.reject(new GitHubFailure("not-found", "GitHub, /x: not found (404)")) }); // prettier-ignore
  await comment({ report: flawed(), wish: "on-failure", env: {}, head: HEAD, conversation: talk }, { info: say, notice: say, warning: say }); // prettier-ignore
  expect(said).toEqual([
    "The pull request's comment was created.",
    "No change could be suggested at a line: GitHub, /x: not found (404).",
  ]);
});

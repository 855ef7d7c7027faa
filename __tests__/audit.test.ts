import { auditLockfiles, type AuditInput } from "../src/audit";
import type { Advisory, AdvisorySource, PackageQuery, PackageRecords } from "../src/core/advisory";
import { Malformed, Unsupported } from "../src/core/bytes";
import type { LockEntry, LockfileSyntax } from "../src/core/lockfile";
import type { LockedPackage } from "../src/core/package-facts";
import { LOCKFILES } from "../src/lockfiles";
import { MAX_PACKAGES, type Lockfile } from "../src/lockfiles/read";
import { RULES } from "../src/rules";
import { advisory, lockedPackage, without } from "./support/package-facts";
import { NO_CONTEXT } from "./support/scan";

/** A syntax of the test's own: `name version` a line. */
const LINES: LockfileSyntax = {
  id: "lines",
  title: "Lines",
  claims: () => true,
  *parse(text, { path }): Iterable<LockEntry> {
    for (const [i, line] of text.split("\n").entries()) {
      if (line === "!") throw new Malformed("a mark that ends it", text.indexOf("!"));
      if (line === "?") throw new Unsupported("a version that is not known here");
      const [name = "", version] = line.split(" ");
      const at = { path, inside: [], line: i + 1 };
      const purl = `pkg:pypi/${name}${version === undefined ? "" : `@${version}`}`;
      const open = version === undefined ? { unlocked: "any" } : { version };
      if (name !== "") yield { kind: "package", pkg: { name, ecosystem: "PyPI", purl, at, ...open } as LockedPackage };
    }
  },
  upgrade: ({ name, version, file }) => `edit ${file}: ${name}==${version}`,
};

const lockfile = (text: string, path = "locked.txt"): Lockfile => {
  const context = { path, include: (each: string) => ({ missing: "absent" as const, path: each }), siblings: () => [] };
  return { path, syntax: LINES, text, context };
};

const TORCH: Advisory = advisory({
  summary: "torch.load runs code",
  severity: [{ type: "CVSS_V3", score: "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H" }],
  affected: [
    {
      ecosystem: "PyPI", name: "torch", versions: [], severity: [],
      ranges: [{ type: "ECOSYSTEM", events: [{ introduced: "0" }, { fixed: "2.6.0" }] }],
    }, // prettier-ignore
  ],
});

function source(answer: (query: PackageQuery) => PackageRecords): AdvisorySource & { asked: PackageQuery[] } {
  const asked: PackageQuery[] = [];
  return {
    asked,
    describe: () => "the test",
    recordsOf: async (queries) => {
      asked.push(...queries);
      return queries.map(answer);
    },
  };
}

const KNOWN = ({ name }: PackageQuery): PackageRecords => ({
  advisories: name === "torch" ? [TORCH] : [],
  unreadable: [],
});

const audit = (lockfiles: Lockfile[], more: Partial<AuditInput> = {}) =>
  auditLockfiles({
    lockfiles, base: [], subjects: [], source: source(KNOWN), rules: RULES, context: NO_CONTEXT, notices: () => [], ...more,
  }); // prettier-ignore

test("three answers", async () => {
  const { packages, findings, missing } = await audit([lockfile("torch 2.5.1\nnumpy 2.0.0\nscipy")]);
  expect(packages.map(({ name, status, reason, fixed }) => [name, status, reason, fixed])).toEqual([
    ["torch", "vulnerable", undefined, "2.6.0"],
    ["numpy", "clean", undefined, undefined],
    ["scipy", "unchecked", "unlocked", undefined],
  ]);
  expect(findings).toMatchObject([
    {
      rule: "MA-DEP-001",
      severity: "critical",
      location: { path: "locked.txt", line: 1 },
      remedy: "Move torch to 2.6.0: edit locked.txt: torch==2.6.0.",
    },
    { rule: "MA-DEP-003", location: { line: 3 } },
  ]);
  expect(missing).toEqual([]);
});

test("each name is asked for once, whatever files and versions it stands in", async () => {
  const asking = source(KNOWN);
  await audit([lockfile("torch 2.5.1\nTorch 2.4.0\nscipy"), lockfile("torch 2.6.0", "b.txt")], { source: asking });
  expect(asking.asked).toEqual(["torch", "scipy"].map((name) => ({ ecosystem: "PyPI", name })));
});

test("a name that is malware in every version is so where it is not pinned", async () => {
  const ranges = [{ type: "ECOSYSTEM", events: [{ introduced: "0" }] }];
  const affected = [{ ecosystem: "PyPI", name: "ascii2text", versions: [], severity: [], ranges }];
  const record = advisory({ id: "MAL-2022-7421", aliases: [], affected });
  const known = source(() => ({ advisories: [record], unreadable: [] }));
  const { packages, findings } = await audit([lockfile("ascii2text")], { source: known });
  expect(packages).toMatchObject([{ status: "vulnerable", advisories: ["MAL-2022-7421"] }]);
  expect(findings).toMatchObject([{ rule: "MA-DEP-002", severity: "critical" }]);
});

test("after a failed look-up nothing is clean, one finding says so, and the run is incomplete", async () => {
  const failing = source(() => ({ failed: "api.osv.dev has no address" }));
  const { packages, findings, missing } = await audit([lockfile("torch 2.5.1\nnumpy 2.0.0")], { source: failing });
  expect(packages.map(({ status, reason }) => `${status} ${reason}`)).toEqual(Array(2).fill("unchecked lookup-failed"));
  expect(findings).toMatchObject([{ rule: "MA-DEP-006", evidence: "torch 2.5.1, numpy 2.0.0" }]);
  expect(missing).toEqual(["locked.txt:1: 2 packages were not looked up: api.osv.dev has no address"]);
});

test("a source that answers too little has not answered", async () => {
  const short: AdvisorySource = { describe: () => "short", recordsOf: async () => [] };
  const { packages } = await audit([lockfile("torch 2.5.1")], { source: short });
  expect(packages).toMatchObject([{ status: "unchecked", reason: "lookup-failed" }]);
});

test("what the base locks as well is old: by package, version and flaw, wherever its line is", async () => {
  const base = [lockfile("\n\n\ntorch 2.5.1\nnumpy 1.0.0")];
  const { findings, before } = await audit([lockfile("torch 2.5.1")], { base });
  expect(before.get("locked.txt")?.map(({ fingerprint }) => fingerprint)).toEqual([findings[0]?.fingerprint]);
  const other = await audit([lockfile("torch 2.5.0")], { base });
  expect(other.before.size).toBe(0);
});

describe("a lockfile that cannot be read to its end", () => {
  test("keeps what stood before, and says where it ends", async () => {
    const { packages, findings } = await audit([lockfile("torch 2.5.1\n!\nnumpy 1.0.0")]);
    expect(packages.map(({ name }) => name)).toEqual(["torch"]);
    const broken = findings.find(({ rule }) => rule === "MA-SYS-008");
    expect(broken).toMatchObject({
      severity: "high",
      location: { line: 2 },
      message: expect.stringContaining("a mark that ends it"),
    });
  });

  test("is told at its line, whatever letters stand before it", async () => {
    const text = `{\n "ü": "${"é".repeat(200)}",\n "lockfileVersion": 3,\n "packages": {,}\n}\n`;
    const [syntax] = LOCKFILES.filter(({ id }) => id === "pipfile-lock");
    const { findings } = await audit([{ ...lockfile(text), syntax: syntax! }]);
    expect(findings).toMatchObject([{ rule: "MA-SYS-008", location: { line: 4 } }]);
  });

  test("of an unknown version is no silence", async () =>
    expect((await audit([lockfile("?")])).findings).toMatchObject([{ rule: "MA-SYS-008", severity: "high" }]));

  test("our own failure is a finding, too", async () => {
    const failing: LockfileSyntax = {
      ...LINES,
      parse: () => {
        throw new TypeError("undefined is not a function");
      },
    };
    const { findings } = await audit([{ ...lockfile("x"), syntax: failing }]);
    expect(findings).toMatchObject([{ rule: "MA-SYS-008", severity: "high" }]);
  });

  test("that was not fetched makes the run incomplete", async () => {
    const at = { path: "uv.lock", inside: [], line: 1 };
    const lock = { kind: "unreadable", reason: "not-fetched", detail: "a Git LFS pointer" } as const;
    const { findings, missing } = await audit([], { subjects: [{ kind: "lockfile", at, lockfile: lock }] });
    expect(findings).toMatchObject([{ rule: "MA-SYS-008", severity: "medium" }]);
    expect(missing).toEqual(["uv.lock:1: a Git LFS pointer"]);
  });

  test("of more packages than any real one stops there", async () => {
    const many = Array.from({ length: MAX_PACKAGES + 5 }, (_, i) => `p${i} 1`).join("\n");
    const { packages, findings } = await audit([lockfile(many)]);
    expect(packages).toHaveLength(MAX_PACKAGES);
    expect(findings).toMatchObject([
      { rule: "MA-SYS-008", message: expect.stringContaining("more than 100000 packages") },
    ]);
  });
});

test("what has no database is one finding for each kind of place", async () => {
  const conda: LockfileSyntax = {
    ...LINES,
    *parse(_text, { path }) {
      for (const name of ["python", "numpy", "cuda"]) {
        const pkg = without(
          lockedPackage({
            name,
            purl: `pkg:conda/${name}@1`,
            at: { path, inside: [], line: 9 },
          }),
          "ecosystem",
        );
        yield { kind: "package", pkg: { ...pkg, source: { kind: "channel", where: "conda-forge" } } };
      }
    },
  };
  const { packages, findings } = await audit([{ ...lockfile("x"), syntax: conda }]);
  expect(packages.map(({ status, reason }) => `${status} ${reason}`)).toEqual(Array(3).fill("unchecked no-database"));
  expect(findings).toMatchObject([
    { rule: "MA-DEP-004", message: expect.stringContaining("3 packages come from conda channels") },
  ]);
});

test("a flood of flaws ends, fails by itself, and calls nothing behind it clean", async () => {
  const flood = Array.from({ length: 25_000 }, (_, i) => `torch 1.${i}`).join("\n");
  const { packages, findings, missing } = await audit([lockfile(`${flood}\ntorch 1.99999\nnumpy 2.0.0`)]);
  expect(packages.slice(-2)).toMatchObject([
    { status: "unchecked", reason: "lookup-failed" },
    { status: "unchecked", reason: "lookup-failed" },
  ]);
  expect(findings.filter(({ rule }) => rule === "MA-DEP-001")).toHaveLength(25_000);
  expect(findings.filter(({ rule }) => rule === "MA-SYS-008")).toMatchObject([
    { severity: "high", message: expect.stringContaining("so 2 packages were not looked at") as string },
  ]);
  expect(missing).toHaveLength(1);
});

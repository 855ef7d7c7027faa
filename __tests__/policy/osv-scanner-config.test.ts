import { Malformed } from "../../src/core/bytes";
import { readOsvScannerConfig } from "../../src/policy/osv-scanner-config";

describe("osv-scanner.toml", () => {
  test("flaws by id, with the last whole day that they are ignored", () => {
    const { ignores, notices } = readOsvScannerConfig(
      [
        "[[IgnoredVulns]]",
        'id = "GO-2022-0968"',
        "ignoreUntil = 2027-03-01",
        'reason = "No ssh servers here"',
        "",
        "[[IgnoredVulns]]",
        'id = "GHSA-xxxx"',
        "[[IgnoredVulns]]",
        'id = "CVE-1"',
        "ignoreUntil = 2027-01-31T12:00:00+14:00",
        "[[IgnoredVulns]]",
        'id = "CVE-2"',
        "ignoreUntil = 2027-01-31T23:00:00",
      ].join("\n"),
    );
    expect(ignores).toEqual([
      // It counts until the day begins.
      { id: "GO-2022-0968", reason: "No ssh servers here", until: "2027-02-28", line: 1 },
      { id: "GHSA-xxxx", reason: "", line: 6 },
      { id: "CVE-1", reason: "", until: "2027-01-29", line: 8 },
      { id: "CVE-2", reason: "", until: "2027-01-30", line: 11 },
    ]);
    expect(notices).toEqual([]);
  });

  test("packages that are ignored whole, or for flaws", () => {
    const { ignores, notices } = readOsvScannerConfig(
      [
        "[[PackageOverrides]]",
        'name = "axios"',
        'version = "1.0.0"',
        'ecosystem = "npm"',
        'group = "dev"',
        "ignore = true",
        "effectiveUntil = 2027-01-02",
        'reason = "built by us"',
        "[[PackageOverrides]]",
        'name = "torch"',
        'version = ""',
        "vulnerability.ignore = true",
      ].join("\n"),
    );
    expect(ignores).toEqual([
      {
        package: "axios",
        version: "1.0.0",
        ecosystem: "npm",
        group: "dev",
        reason: "built by us",
        until: "2027-01-01",
        line: 1,
      },
      { package: "torch", reason: "", line: 9 },
    ]);
    expect(notices).toEqual([]);
  });

  test("what only says something of licences ignores no flaw", () => {
    const text =
      '[[PackageOverrides]]\nname = "a"\nlicense.override = ["MIT"]\n[[PackageOverrides]]\nname = "b"\nlicense.ignore = true\n';
    expect(readOsvScannerConfig(text)).toMatchObject({ ignores: [], notices: [] });
    expect(readOsvScannerConfig('[[PackageOverrides]]\nname = "a"\nignore = false\n').ignores).toEqual([]);
  });

  test("of two entries for one id the first counts, even where it has ended", () => {
    const text = '[[IgnoredVulns]]\nid = "A"\nignoreUntil = 2020-01-01\n[[IgnoredVulns]]\nid = "A"\n';
    expect(readOsvScannerConfig(text)).toMatchObject({
      ignores: [{ id: "A", until: "2019-12-31", line: 1 }],
      notices: ["line 4: A stands twice, and the first counts"],
    });
  });

  test("patterns are not applied, and that is said", () => {
    const text = '[[PackageOverrides]]\nname = "internal-.*"\nnameIsRegex = true\nignore = true\n';
    expect(readOsvScannerConfig(text)).toMatchObject({
      ignores: [],
      notices: ["line 1: names by pattern (nameIsRegex) are not applied here: name the packages"],
    });
  });

  test("an override of everything is taken, and said", () => {
    expect(readOsvScannerConfig("[[PackageOverrides]]\nignore = true\n")).toMatchObject({
      ignores: [{ reason: "", line: 1 }],
      notices: ["line 1: an override without name, version, ecosystem or group ignores every package"],
    });
  });

  test("unknown keys are named, and settings without effect", () => {
    const text =
      'ScanGoModVersion = true\nIgnoredVuln = 1\n[[IgnoredVulns]]\nid = "A"\nuntil = 2027-01-01\n[[PackageOverrides]]\nname = "a"\nignored = true\n';
    expect(readOsvScannerConfig(text)).toMatchObject({
      ignores: [{ id: "A" }],
      notices: [
        "ScanGoModVersion has no effect here",
        "unknown key IgnoredVuln",
        "line 3: unknown key until in IgnoredVulns",
        "line 6: unknown key ignored in PackageOverrides",
      ],
    });
  });

  test("an empty file ignores nothing", () => {
    expect(readOsvScannerConfig("# nothing\n")).toMatchObject({ ignores: [], notices: [] });
  });

  test.each([
    ["no TOML", "[[IgnoredVulns]\n", /^it is no TOML/],
    ["no id", "[[IgnoredVulns]]\nreason = 'x'\n", "an entry of IgnoredVulns has no id"],
    ["an id that is a number", "[[IgnoredVulns]]\nid = 1\n", "id must be a text"],
    [
      "a day in quotes",
      '[[IgnoredVulns]]\nid = "A"\nignoreUntil = "2027-01-31"\n',
      /ignoreUntil must be a date such as 2027-01-31/,
    ],
    [
      "a time without a day",
      '[[IgnoredVulns]]\nid = "A"\nignoreUntil = 12:00:00\n',
      "ignoreUntil must be a date, not a time",
    ],
    ["one table", '[IgnoredVulns]\nid = "A"\n', "IgnoredVulns must be written [[IgnoredVulns]]"],
    ["texts", 'IgnoredVulns = ["A"]\n', "IgnoredVulns must hold tables"],
    ["a flag that is a text", '[[PackageOverrides]]\nignore = "yes"\n', "ignore must be true or false"],
    ["a flag inside", "[[PackageOverrides]]\nvulnerability.ignore = 1\n", "vulnerability.ignore must be true or false"],
    ["too much", "#".repeat(2 ** 20 + 1), "an osv-scanner.toml of more than 1 MiB"],
  ])("%s is refused in words", (_, text, message) => {
    expect(() => readOsvScannerConfig(text)).toThrow(Malformed);
    expect(() => readOsvScannerConfig(text)).toThrow(message);
  });

  test("says where: the place of the entry", () => {
    try {
      readOsvScannerConfig('[[IgnoredVulns]]\nid = "A"\n\n[[IgnoredVulns]]\nreason = "x"\n');
      throw new Error("not refused");
    } catch (error) {
      expect((error as Malformed).offset).toBe(27);
    }
  });

  test("names of the prototype are keys like others", () => {
    expect(readOsvScannerConfig("__proto__ = 1\nconstructor = 2\n").notices).toEqual([
      "unknown key __proto__",
      "unknown key constructor",
    ]);
  });
});

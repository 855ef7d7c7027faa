import { createHash } from "node:crypto";
import { gzipSync } from "node:zlib";
import type { RunReport } from "../../src/core/report";
import type { Severity } from "../../src/core/severity";
import { RULES } from "../../src/rules";
import { createReporters } from "../../src/report";
import { failing, manyFindings, readReport, render, reportNames } from "./fixtures";

/** What GitHub says it takes and shows (docs: "SARIF support for code scanning"). */
const GITHUB = { bytes: 10_000_000, shown: 5000, tags: 20, text: 1024, name: 255 };

interface Rule {
  id: string;
  name: string;
  shortDescription: { text: string };
  fullDescription: { text: string };
  help: { text: string; markdown: string };
  helpUri: string;
  properties: { tags: string[]; precision: string; "security-severity"?: string };
}
interface Notification {
  level: string;
  message: { text: string };
  locations?: unknown[];
}
interface Log {
  runs: [
    {
      tool: { driver: { rules: Rule[] } };
      invocations: [{ executionSuccessful: boolean; toolExecutionNotifications: Notification[] }];
      results: {
        message: { text: string };
        locations: unknown[];
        partialFingerprints: Record<string, string>;
        properties: { id: string; severity: string };
      }[];
    },
  ];
}
const runOf = (report: RunReport): Log["runs"][0] => (JSON.parse(render("sarif", report)) as Log).runs[0];
const linesOf = (report: RunReport): string[] => runOf(report).results[0]!.message.text.split("\n");

describe("every rule has what GitHub shows beside an alert", () => {
  const reporter = createReporters(RULES).find(({ id }) => id === "sarif")!;
  const { rules } = (JSON.parse(reporter.render(readReport("pass"))) as Log).runs[0].tool.driver;

  test.each(rules.map((rule): [string, Rule] => [rule.id, rule]))("%s", (id, rule) => {
    expect(rule.name.length).toBeLessThanOrEqual(GITHUB.name);
    for (const { text } of [rule.shortDescription, rule.fullDescription]) {
      expect(text).toMatch(/\w.*[.!?]$/);
      // At the limit, a text was cut.
      expect(text.length).toBeLessThan(GITHUB.text);
    }
    expect(rule.help.text).toContain("What to do: ");
    expect(rule.help.markdown).toContain(`[${id} in full](${rule.helpUri})`);
    // GitHub takes the score for that of a security rule only with this tag.
    expect(rule.properties.tags).toContain("security");
    expect(rule.properties.tags.length).toBeLessThanOrEqual(GITHUB.tags);
    expect(["very-high", "high", "medium", "low"]).toContain(rule.properties.precision);
    expect(rule.properties["security-severity"] ?? "0.1").toMatch(/^\d\.\d$/);
  });
});

test.each(reportNames)("%s: each result has one place, an identity, and a first line that is a sentence", (name) => {
  for (const { locations, partialFingerprints, message } of runOf(readReport(name)).results) {
    expect(locations).toHaveLength(1);
    expect(Object.keys(partialFingerprints)).toContain("modelAssay/v1");
    expect(message.text.split("\n")[0]).toMatch(/[.!?…]$/);
  }
});

describe("a message says what viewers do not show", () => {
  const line = { path: "a/uv.lock", inside: [], line: 3 };

  test("member and offset of a model", () => {
    const location = { path: "m.pt", inside: ["archive/data.pkl"], offset: 65 };
    expect(linesOf(failing({ location }))[1]).toBe("Where: m.pt > archive/data.pkl @ 0x41");
  });

  test("the name of a file whose address reads otherwise", () => {
    expect(linesOf(failing({ location: { ...line, path: "é\u202e.lock" } }))[1]).toBe("Where: é\\u{202e}.lock:3");
  });

  test("no place that stands beside it, and none where there is none", () => {
    for (const location of [line, { path: "", inside: [] }])
      expect(linesOf(failing({ location })).filter((each) => each.startsWith("Where"))).toEqual([]);
  });

  test("a severity that is not the one that GitHub shows for the rule: its worst in the run", () => {
    // The rule says critical, and MA-PKL-002 says high.
    const shown = (rule: "MA-PKL-001" | "MA-PKL-002", ...severities: Severity[]): unknown => {
      const report = manyFindings(severities.length, (i) => ({ rule, severity: severities[i]! }));
      const { tool, results } = runOf(report);
      const score = tool.driver.rules.find(({ id }) => id === rule)!.properties["security-severity"];
      const said = results.map(({ message }) => message.text.split("\n").find((each) => each.startsWith("Severity")));
      return [score, ...said];
    };
    expect(shown("MA-PKL-001", "critical", "medium")).toEqual(["9.5", undefined, "Severity: medium"]);
    expect(shown("MA-PKL-001", "medium")).toEqual(["9.5", "Severity: medium"]);
    expect(shown("MA-PKL-002", "high", "low")).toEqual(["8.0", undefined, "Severity: low"]);
    expect(shown("MA-PKL-002", "high", "critical")).toEqual(["9.5", "Severity: high", undefined]);
  });

  test("only what is a placeholder is broken", () => {
    const [message] = linesOf(failing({ message: "{0} {12} {'a': 1} {0: 'cat'} \u202e" }));
    expect(message).toBe("{ 0} { 12} {'a': 1} {0: 'cat'} \\u{202e}.");
  });
});

describe("what is missing", () => {
  const skipped = { reason: "not-fetched", detail: "Git LFS" } as const;
  const base = failing({});
  const report: RunReport = {
    ...base,
    decision: { ...base.decision, missing: ["m.pt: Git LFS", "no database"] },
    artifacts: [{ path: "m.pt", format: "unknown", size: 1, members: 0, notScanned: skipped }],
    notices: [],
  };

  test("is told once, as an error, and the run did not do all of it, even if it failed anyway", () => {
    const { executionSuccessful, toolExecutionNotifications: told } = runOf(report).invocations[0];
    expect(executionSuccessful).toBe(false);
    expect(told.map(({ level }) => level)).toEqual(["error", "error"]);
    expect(told[0]!.message.text).toBe("no database");
    expect(told[1]!.message.text).toMatch(/: Git LFS\nWhere: m\.pt\nWhat to do: Fetch/);
  });

  test("what nobody asked for is no error", () => {
    const { executionSuccessful, toolExecutionNotifications: told } = runOf({
      ...report,
      decision: { ...base.decision, missing: [] },
    }).invocations[0];
    expect([executionSuccessful, told.map(({ level }) => level)]).toEqual([true, ["warning"]]);
  });
});

describe("more than GitHub takes", () => {
  test("by number: the worst are there, waived ones last, and the file says that there are more", () => {
    const report = manyFindings(GITHUB.shown + 1, (i) =>
      i === 0 ? { waived: { by: "ana", reason: "read it" }, severity: "critical" } : { severity: "low" },
    );
    const { results, invocations } = runOf(report);
    expect(results.map(({ properties }) => properties.id)).toEqual(report.findings.slice(1).map(({ id }) => id));
    expect(invocations[0].toolExecutionNotifications[0]).toEqual({
      level: "warning",
      message: { text: "1 finding more: see the JSON report. The worst are here." },
    });
    expect(runOf(manyFindings(GITHUB.shown)).results).toHaveLength(GITHUB.shown);
  });

  test("of one severity what is new is there before what the base has too", () => {
    const report = manyFindings(GITHUB.shown + 1, (i) => ({
      severity: i === 0 ? "high" : "critical",
      ...(i === GITHUB.shown ? {} : { baseline: true }),
    }));
    const more = manyFindings(GITHUB.shown + 2, (i) => ({
      severity: "critical",
      ...(i > GITHUB.shown ? {} : { baseline: true }),
    }));
    expect(runOf(report).results.at(-1)!.properties.id).toBe(`f${GITHUB.shown}`);
    expect(runOf(report).results[0]!.properties.id).toBe("f1");
    expect(runOf(more).results.at(-1)!.properties.id).toBe(`f${GITHUB.shown + 1}`);
  });

  test("files that nobody missed take no place of one that the run needs, and the file says that there are more", () => {
    const base = failing({});
    const artifact = { format: "x", size: 1, members: 0 } as const;
    const artifacts = [
      ...Array.from({ length: 2000 }, (_, i) => ({
        ...artifact,
        path: `m${i}`,
        notScanned: { reason: "unsupported", detail: "x" } as const,
      })),
      { ...artifact, path: "z.pt", notScanned: { reason: "not-fetched", detail: "Git LFS" } as const },
    ];
    const decision = { ...base.decision, missing: ["z.pt: Git LFS"] };
    const told = runOf({ ...base, artifacts, decision, notices: ["n"] }).invocations[0].toolExecutionNotifications;
    expect(told[0]).toMatchObject({ level: "error", message: { text: expect.stringContaining("Where: z.pt") as string } });
    expect(told).toHaveLength(1001);
    expect(told.at(-1)!.message.text).toBe("1,002 notifications more: see the JSON report.");
  }); // prettier-ignore

  test("by size: letters that do not compress, in every place that the input reaches", () => {
    let last = 0;
    const noise = (n: number): string => {
      let text = "";
      while (text.length < n) text += createHash("sha512").update(String(last++)).digest("base64url");
      return text.slice(0, n);
    };
    const report = manyFindings(2000, (i) => ({
      message: noise(1024),
      evidence: noise(1024),
      remedy: noise(1024),
      location: { path: noise(4096), inside: [noise(1024), noise(1024)] },
      severity: i === 1999 ? "critical" : "high",
    }));
    const artifact = {
      format: "x",
      size: 1,
      members: 0,
      notScanned: { reason: "empty", detail: noise(1024) },
    } as const;
    const artifacts = Array.from({ length: 1000 }, () => ({ ...artifact, path: noise(4096) }));
    const text = render("sarif", { ...report, artifacts });
    expect(gzipSync(text).length).toBeLessThan(GITHUB.bytes);
    const { results, invocations } = (JSON.parse(text) as Log).runs[0];
    expect(results.length).toBeGreaterThan(500);
    expect(results.at(-1)!.properties.severity).toBe("critical");
    expect(invocations[0].toolExecutionNotifications[0]!.message.text).toContain(
      `${(2000 - results.length).toLocaleString("en")} findings more`,
    );
  });
});

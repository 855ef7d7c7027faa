import type { Finding, RuleId } from "../../src/core/finding";
import type { Policy, Waiver } from "../../src/core/policy";
import { SEVERITIES, type FailOn, type Severity } from "../../src/core/severity";
import { allowedGlobals, applyWaivers, decide, markOld } from "../../src/policy/decide";
import { DEFAULT_POLICY } from "../../src/policy/file";

const SHA = "a".repeat(64);
const TODAY = "2026-08-01";
const MODEL = { path: "models/a.pkl", format: "pickle", size: 1, members: 0, sha256: SHA };

function finding(more: Partial<Finding> = {}): Finding {
  return {
    id: "abc", rule: "MA-PKL-002", severity: "high", confidence: "high", message: "m", fingerprint: "f",
    location: { path: MODEL.path, inside: [] }, ...more,
  }; // prettier-ignore
}

function waiver(more: Partial<Waiver> = {}): Waiver {
  return { rule: "MA-PKL-002", path: MODEL.path, sha256: SHA, reason: "reviewed", until: TODAY, line: 4, ...more };
}

/** What is waived of the findings, and what is said about the waivers. */
function apply(waivers: readonly Waiver[], findings: readonly Finding[] = [finding()], wholeTree = true) {
  const policy: Policy = { ...DEFAULT_POLICY, waivers };
  const { findings: marked, events } = applyWaivers(findings, [MODEL], policy, TODAY, wholeTree);
  return {
    waived: marked.filter((each) => each.waived).map(({ id }) => id),
    events: events.map(({ kind, detail }) => `${kind}: ${detail}`),
    marked,
  };
}

const NAME = "the waiver of MA-PKL-002 for models/a.pkl (line 4)";

describe("a waiver", () => {
  test("covers the finding of its rule in this very content", () => {
    const { marked, events } = apply([waiver()]);
    expect(marked[0]!.waived).toEqual({ by: "waiver", reason: "reviewed", until: TODAY });
    expect(events).toEqual([]);
  });

  test("says who approved it", () => {
    expect(apply([waiver({ approvedBy: "Ada" })]).marked[0]!.waived!.by).toBe("Ada");
  });

  test("of the organisation's says whose it is, and is not told where it is for other repositories", () => {
    const theirs = { organisation: true } as const;
    expect(apply([waiver(theirs)]).marked[0]!.waived!.by).toBe("the organisation's policy");
    expect(apply([waiver({ ...theirs, path: "b.pkl" })]).events).toEqual([]);
    const ended = { ...theirs, until: "2026-07-31" };
    expect(apply([waiver(ended)])).toMatchObject({
      waived: [],
      events: [
        "waiver-expired: the waiver of MA-PKL-002 for models/a.pkl (line 4 of the organisation's policy) ended on 2026-07-31",
      ],
    });
    expect(apply([waiver({ ...ended, path: "b.pkl" })]).events).toEqual([]);
  });

  test("holds to the end of its last day, in UTC", () => {
    expect(apply([waiver({ until: TODAY })]).waived).toEqual(["abc"]);
    expect(apply([waiver({ until: "2026-08-02" })]).waived).toEqual(["abc"]);
    expect(apply([waiver({ until: "2026-07-31" })])).toMatchObject({
      waived: [],
      events: [`waiver-expired: ${NAME} ended on 2026-07-31`],
    });
  });

  test.each<[string, Partial<Waiver>, string]>([
    ["another content", { sha256: "b".repeat(64) }, `waiver-unused: ${NAME} was given for another content: sha256 bbbbbbbbbbbb…, and models/a.pkl has aaaaaaaaaaaa…`],
    ["no content", { sha256: undefined as never }, `waiver-too-broad: ${NAME} names no sha256, so it covers no model file`],
    ["another rule", { rule: "MA-PKL-001" as RuleId }, "waiver-unused: the waiver of MA-PKL-001 for models/a.pkl (line 4) covers nothing that was found"],
    ["another path", { path: "b.pkl" }, "waiver-unused: the waiver of MA-PKL-002 for b.pkl (line 4) covers nothing that was found"],
    ["another finding", { finding: "xyz" }, `waiver-unused: ${NAME} covers nothing that was found`],
  ])("of %s covers nothing", (_, more, event) => {
    const changed = { ...waiver(), ...more } as Waiver & { sha256?: string };
    if (changed.sha256 === undefined) delete (changed as { sha256?: string }).sha256;
    expect(apply([changed])).toMatchObject({ waived: [], events: [event] });
  }); // prettier-ignore

  test("of a pattern covers what it matches, with that content", () => {
    expect(apply([waiver({ path: "models/**" })]).waived).toEqual(["abc"]);
    expect(apply([waiver({ path: "models/*.pt" })]).waived).toEqual([]);
  });

  test("of every file, without content or finding, is too broad although it covers; one of a finding is not", () => {
    const plain = { rule: "MA-LDR-001" as RuleId, reason: "x", until: TODAY, line: 2 };
    const code = finding({ rule: "MA-LDR-001", location: { path: "src/a.py", inside: [] } });
    expect(apply([{ ...plain, path: "**" }], [code])).toMatchObject({
      waived: ["abc"],
      events: [
        "waiver-too-broad: the waiver of MA-LDR-001 for ** (line 2) covers every file, also those that come later: name the path or the finding",
      ],
    });
    expect(apply([{ ...plain, path: "src/**" }], [code]).events).toEqual([]);
    expect(apply([{ ...plain, path: "**", finding: "abc" }], [code]).events).toEqual([]);
  });

  test("of one finding leaves its like alone", () => {
    const findings = [finding(), finding({ id: "abc-2" })];
    expect(apply([waiver({ finding: "abc-2" })], findings).waived).toEqual(["abc-2"]);
    expect(apply([waiver()], findings).waived).toEqual(["abc", "abc-2"]);
  });

  test("needs no content where there is none, such as for a policy file", () => {
    const event = finding({ rule: "MA-POL-001", location: { path: ".model-assay.yml", inside: [] } });
    const plain = { rule: "MA-POL-001" as RuleId, path: ".model-assay.yml", reason: "x", until: TODAY, line: 2 };
    expect(apply([plain], [event]).waived).toEqual(["abc"]);
  });

  test("that is not needed is only spoken of where everything was looked at", () => {
    const other = waiver({ path: "other.pkl" });
    expect(apply([other], [finding()], false).events).toEqual([]);
    expect(apply([{ ...other, until: "2020-01-01" }], [finding()], false).events).toEqual([]);
    // One at this very file is spoken of in any case.
    expect(apply([waiver({ sha256: "b".repeat(64) })], [finding()], false).events).toHaveLength(1);
  });
});

describe("allowances", () => {
  const policy = (until?: string): Policy => ({
    ...DEFAULT_POLICY,
    pickle: { allow: [{ name: "a.B", reason: "ours", ...(until === undefined ? {} : { until }) }] },
  });

  test("hold without an end, and to the end of their last day", () => {
    expect(allowedGlobals(policy(), TODAY).get("a.B")).toEqual({ by: "policy", reason: "ours" });
    expect(allowedGlobals(policy(TODAY), TODAY).get("a.B")).toEqual({ by: "policy", reason: "ours", until: TODAY });
    expect(allowedGlobals(policy("2026-07-31"), TODAY).size).toBe(0);
  });

  test("of the organisation's are told as that, and not that they ended", () => {
    const allow = [
      { name: "a.B", reason: "r", organisation: true },
      { name: "c.D", reason: "r", until: "2026-07-31", organisation: true },
    ] as const;
    const theirs: Policy = { ...DEFAULT_POLICY, pickle: { allow } };
    expect([...allowedGlobals(theirs, TODAY)]).toEqual([["a.B", { by: "the organisation's policy", reason: "r" }]]);
    expect(applyWaivers([], [], theirs, TODAY, true).events).toEqual([]);
  });

  test("that ended are told", () => {
    expect(applyWaivers([], [], policy("2026-07-31"), TODAY, false).events).toEqual([
      { kind: "waiver-expired", detail: "the allowance of a.B ended on 2026-07-31" },
    ]);
  });
});

test("what the base has as well is old by its path alone", () => {
  const other = finding({ location: { path: "b.pkl", inside: [] } });
  expect(markOld([finding(), other], new Set(["b.pkl"])).map(({ baseline }) => baseline)).toEqual([undefined, true]);
});

describe("the verdict", () => {
  const with_ = (failOn: FailOn): Policy => ({ ...DEFAULT_POLICY, failOn });

  test.each<[FailOn, readonly Severity[]]>([
    ["critical", ["critical"]],
    ["high", ["critical", "high"]],
    ["medium", ["critical", "high", "medium"]],
    ["low", ["critical", "high", "medium", "low"]],
    ["never", []],
  ])("fail-on %s fails on %j", (failOn, failing) => {
    for (const severity of SEVERITIES)
      expect(decide([finding({ severity })], [], with_(failOn)).result).toBe(
        failing.includes(severity) ? "fail" : "pass",
      );
  });

  test("waived and old findings do not decide, and are named", () => {
    const waived = finding({ id: "w", severity: "critical", waived: { by: "Ada", reason: "x" } });
    const old = finding({ id: "o", severity: "critical", baseline: true });
    const both = finding({ id: "b", baseline: true, waived: { by: "Ada", reason: "x" } });
    expect(decide([waived, old, both], [], DEFAULT_POLICY)).toEqual({
      result: "pass", blocking: [], waived: ["w", "b"], old: ["o"], missing: [],
    }); // prettier-ignore
  });

  test("flaws of packages have a threshold of their own, known malware has not", () => {
    const vulnerability = { purl: "pkg:pypi/torch@2.5.1", advisory: "GHSA-x" };
    const flaw = finding({ rule: "MA-DEP-001", severity: "high", vulnerability });
    const malware = finding({ rule: "MA-DEP-002", severity: "critical", vulnerability });
    const by = (failOn: Policy["failOn"], flaws: Policy["failOn"]): Policy => {
      return { ...DEFAULT_POLICY, failOn, dependencies: { ...DEFAULT_POLICY.dependencies, failOn: flaws } };
    };
    expect(decide([flaw], [], by("high", "critical")).result).toBe("pass");
    expect(decide([flaw], [], by("never", "high"))).toMatchObject({ result: "fail", blocking: ["abc"] });
    expect(decide([flaw], [], by("high", "never")).result).toBe("pass");
    expect(decide([malware], [], by("high", "never")).result).toBe("fail");
    expect(decide([finding({ severity: "high" })], [], by("high", "never")).result).toBe("fail");
  });

  test("what is missing makes it incomplete; a failure wins", () => {
    expect(decide([], ["a.pt: an LFS pointer"], DEFAULT_POLICY).result).toBe("incomplete");
    expect(decide([finding()], ["a.pt: an LFS pointer"], DEFAULT_POLICY)).toMatchObject({
      result: "fail", blocking: ["abc"], missing: ["a.pt: an LFS pointer"],
    }); // prettier-ignore
    expect(decide([], ["x"], with_("never")).result).toBe("incomplete");
    expect(decide([], [], DEFAULT_POLICY).result).toBe("pass");
  });
});

import { compileApproved } from "../../src/verify/approved-signer";
import type { Policy } from "../../src/core/policy";
import { parsePolicy } from "../../src/policy/file";
import { mergePolicies, type MergedPolicy } from "../../src/policy/merge";
import { whyNotDelegated } from "../../src/policy/merge/delegated";
import { NOWHERE, placesIn } from "../../src/policy/places";

const TODAY = "2026-11-21";

const read = (text: string) =>
  parsePolicy(`version: 1\n${text}\n`, "p.yml", ["pickle", "safetensors", "zip"], (s) => compileApproved(s, true));

async function merge(ours: string, theirs: string | undefined, overrides = {}): Promise<MergedPolicy> {
  const text = theirs === undefined ? "" : theirs;
  const lineOf = theirs === undefined ? NOWHERE : await placesIn(`version: 1\n${text}\n`);
  return mergePolicies(await read(ours), { policy: await read(text), lineOf, overrides }, TODAY);
}

/** What the merged policy says under a dotted name. */
function at(policy: Policy, path: string): unknown {
  return path.split(".").reduce<unknown>((value, key) => (value as Record<string, unknown> | undefined)?.[key], policy);
}

const A = "{ workflow: acme/ci/.github/workflows/a.yml, refs: [refs/heads/main] }";
const B = "{ workflow: acme/ci/.github/workflows/b.yml, refs: [refs/heads/main] }";
const X = "{ workflow: evil/ci/.github/workflows/x.yml, refs: [refs/heads/main] }";
const signer = (name: string, owner = "acme") => ({
  workflow: `${owner}/ci/.github/workflows/${name}.yml`,
  refs: ["refs/heads/main"],
});
const waiver = (rule: string, until: string) => `{ rule: ${rule}, path: m.pkl, reason: r, until: ${until} }`;

describe("what a repository tightens holds", () => {
  test.each<[what: string, ours: string, theirs: string, path: string, wanted: unknown]>([
    ["fail-on", "fail-on: high", "fail-on: low", "failOn", "low"],
    ["fail-on over none", "fail-on: never", "fail-on: critical", "failOn", "critical"],
    ["on-incomplete", "on-incomplete: warn", "on-incomplete: fail", "onIncomplete", "fail"],
    ["formats.deny", "formats: { deny: [pickle] }", "formats: { deny: [zip, pickle] }", "formats.deny", ["pickle", "zip"]],
    ["formats.allow", "formats: { allow: [zip, pickle] }", "formats: { allow: [zip] }", "formats.allow", [["zip", "pickle"], ["zip"]]],
    ["an allow list of nothing", "", "formats: { allow: [] }", "formats.allow", [[]]],
    ["sources.allow", "sources: { allow: [a/*] }", "sources: { allow: [a/b] }", "sources.allow", [["a/*"], ["a/b"]]],
    ["licenses.allow", "licenses: { allow: [MIT] }", "licenses: { allow: [X] }", "licenses.allow", [["MIT"], ["X"]]],
    ["licenses.deny", "licenses: { deny: [GPL-3.0] }", "licenses: { deny: [X] }", "licenses.deny", ["GPL-3.0", "X"]],
    ["bom.require", "bom: { require: [license] }", "bom: { require: [card, license] }", "bom.require", ["license", "card"]],
    ["dependencies.fail-on", "dependencies: { fail-on: high }", "dependencies: { fail-on: low }", "dependencies.failOn", "low"],
    ["a fail-on of everything, for flaws too", "dependencies: { fail-on: critical }", "fail-on: medium", "dependencies.failOn", "medium"],
    ["a fail-on of everything leaves flaws where the repository has them", "", "fail-on: low\ndependencies: { fail-on: high }", "dependencies.failOn", "high"],
    ["unknown-severity", "", "dependencies: { unknown-severity: critical }", "dependencies.unknownSeverity", "critical"],
    ["grace", "dependencies: { grace: { high: 7, low: 30 } }", "dependencies: { grace: { high: 2 } }", "dependencies.grace", { high: 2, low: 30 }],
    ["signatures.require", "", "signatures: { require: true }", "signatures.require", true],
    ["signatures.require of the organisation", "signatures: { require: true }", "signatures: { require: false }", "signatures.require", true],
    ["signatures.log", "signatures: { log: optional }", "signatures: { log: required }", "signatures.log", "required"],
    ["signers, by choice among them", `signers: [${A}, ${B}]`, `signers: [${B}]`, "signers", [signer("b")]],
    ["promotion.require", "promotion: { require: [data] }", "promotion: { require: [verdict] }", "promotion.require", ["data", "verdict"]],
    ["promotion.fail-on", "", "promotion: { fail-on: low }", "promotion.failOn", "low"],
    ["no builders at all", `signers: [${A}]`, "promotion: { builders: [] }", "promotion.builders", []],
    ["revoked", "", `revoked: [{ sha256: ${"a".repeat(64)}, reason: r }]`, "revoked", [{ kind: "digest", sha256: "a".repeat(64), reason: "r" }]],
    ["rego", "rego: theirs", "rego: rules", "rego", "rules"],
  ])("%s", async (_what, ours, theirs, path, wanted) => {
    const { policy, dropped } = await merge(ours, theirs);
    expect(at(policy, path)).toEqual(wanted);
    expect(dropped).toEqual([]);
  }); // prettier-ignore
});

describe("what a repository loosens counts only where it is delegated", () => {
  test.each<[key: string, ours: string, theirs: string, path: string, kept: unknown, loosened: unknown]>([
    ["fail-on", "fail-on: high", "fail-on: never", "failOn", "high", "never"],
    ["fail-on", "", "fail-on: critical", "failOn", "high", "critical"],
    ["on-incomplete", "", "on-incomplete: warn", "onIncomplete", "fail", "warn"],
    ["ignore", "ignore: [a/]", "ignore: [b/, a/]", "ignore", ["a/"], ["a/", "b/"]],
    ["dependencies.fail-on", "", "dependencies: { fail-on: never }", "dependencies.failOn", "high", "never"],
    ["dependencies.unknown-severity", "", "dependencies: { unknown-severity: info }", "dependencies.unknownSeverity", "medium", "info"],
    ["dependencies.grace", "dependencies: { grace: { low: 5 } }", "dependencies: { grace: { low: 9, high: 0 } }", "dependencies.grace", { low: 5, high: 0 }, { low: 9, high: 0 }],
    ["signers", `signers: [${A}]`, `signers: [${X}]`, "signers", [signer("a")], [signer("a"), signer("x", "evil")]],
    ["promotion", `signers: [${A}]`, `promotion: { builders: [${X}] }`, "promotion.builders", [signer("a")], [signer("a"), signer("x", "evil")]],
    ["promotion", `promotion: { deciders: [${A}] }`, `promotion: { deciders: [${X}] }`, "promotion.deciders", [signer("a")], [signer("a"), signer("x", "evil")]],
    ["promotion", "", "promotion: { fail-on: never }", "promotion.failOn", "critical", "never"],
    ["promotion", "", "promotion: { approvals: [] }", "promotion.approvals", undefined, []],
    ["signers", `signers: [${A}]`, "signatures: { trusted-root: root.json }", "signatures.trustedRoot", undefined, "root.json"],
    ["signers", `signers: [${A}]`, "signatures: { log: optional }", "signatures.log", undefined, "optional"],
  ])("%s of %j under %j", async (key, ours, theirs, path, kept, loosened) => {
    const alone = await merge(ours, theirs);
    expect(at(alone.policy, path)).toEqual(kept);
    expect(alone.dropped).toHaveLength(1);
    expect(alone.dropped[0]).toMatchObject({ kind: "not-delegated", line: 2, detail: expect.stringContaining("does not count: the organisation's policy") });

    const delegated = await merge(`${ours}\ndelegates: [${key}]`, theirs);
    expect(at(delegated.policy, path)).toEqual(loosened);
    expect(delegated.dropped).toEqual([]);

    const others = ["waivers", "ignore", "fail-on", "signers"].filter((each) => each !== key);
    const other = await merge(`${ours}\ndelegates: [${others.join(", ")}]`, theirs);
    if (key !== "dependencies.fail-on") expect(at(other.policy, path)).toEqual(kept);
  }); // prettier-ignore
});

describe("what a repository lets pass", () => {
  const allow =
    "pickle:\n  allow:\n    - { name: mylib.nets.Net, reason: r }\n    - { name: other.Thing, reason: r, until: 2027-01-31 }";
  const names = ({ policy }: MergedPolicy) => policy.pickle.allow.map(({ name }) => name);

  test("allowances: none, all, by name, by days", async () => {
    const none = await merge("pickle: { allow: [{ name: a.b, reason: ours }] }", allow);
    expect(none.policy.pickle.allow).toEqual([{ name: "a.b", reason: "ours", organisation: true }]);
    expect(none.dropped).toEqual([
      { kind: "not-delegated", line: 4, detail: "the allowance of mylib.nets.Net does not count: the organisation's policy does not delegate pickle.allow" },
      { kind: "not-delegated", line: 5, detail: "the allowance of other.Thing does not count: the organisation's policy does not delegate pickle.allow" },
    ]); // prettier-ignore
    expect(names(await merge("delegates: [pickle.allow]", allow))).toEqual(["mylib.nets.Net", "other.Thing"]);
    expect(names(await merge("delegates: [{ what: pickle.allow, only: ['mylib.*'] }]", allow))).toEqual([
      "mylib.nets.Net",
    ]);
    const days = await merge("delegates: [{ what: pickle.allow, max-days: 90 }]", allow);
    expect(names(days)).toEqual(["other.Thing"]);
    expect(days.dropped[0]!.detail).toContain("it has no `until`, and the organisation lets it last 90 days at most");
    // Either of two delegations is enough.
    expect(
      names(
        await merge(
          "delegates: [{ what: pickle.allow, only: [x.y] }, { what: pickle.allow, only: ['mylib.*'] }]",
          allow,
        ),
      ),
    ).toEqual(["mylib.nets.Net"]);
  });

  test("waivers: by rule and by days, the last day included", async () => {
    const theirs = `waivers:\n  - ${waiver("MA-PKL-002", "2026-12-21")}\n  - ${waiver("MA-PKL-001", "2026-12-01")}\n  - ${waiver("MA-PKL-002", "2026-12-22")}`;
    const rules = ({ policy }: MergedPolicy) => policy.waivers.map(({ rule, until }) => [rule, until]);
    expect(rules(await merge(`waivers: [${waiver("MA-SYS-001", "2027-06-30")}]`, theirs))).toEqual([
      ["MA-SYS-001", "2027-06-30"],
    ]);
    const some = await merge("delegates: [{ what: waivers, only: ['MA-PKL-002'], max-days: 30 }]", theirs);
    expect(rules(some)).toEqual([["MA-PKL-002", "2026-12-21"]]);
    expect(some.dropped.map(({ line, detail }) => [line, detail])).toEqual([
      [4, "the waiver of MA-PKL-001 for m.pkl does not count: the organisation's policy delegates waivers only for MA-PKL-002"],
      [5, "the waiver of MA-PKL-002 for m.pkl does not count: it lasts until 2026-12-22, and the organisation lets it last 30 days from today (2026-12-21)"],
    ]); // prettier-ignore
    expect(rules(await merge("delegates: [{ what: waivers, only: [] }]", theirs))).toEqual([]);
  });

  test("ignored flaws: by package, in any spelling", async () => {
    const theirs = "dependencies: { ignore: [{ id: GHSA-1, package: My_Lib, reason: r, until: 2027-01-31 }] }";
    const kept = async (only: string) =>
      (await merge(`delegates: [{ what: dependencies.ignore, only: ['${only}'] }]`, theirs)).policy.dependencies.ignore
        .length;
    for (const only of ["my-lib", "MY_LIB", "my.*", "[m]y-lib", "*"])
      expect([only, await kept(only)]).toEqual([only, 1]);
    for (const only of ["torch", "[!m]*", "my"]) expect([only, await kept(only)]).toEqual([only, 0]);
  });

  test("what names nothing is for everything, so it fits no list of names", () => {
    const why = (only?: string[]) =>
      whyNotDelegated([{ what: "dependencies.ignore", ...(only && { only }) }], "dependencies.ignore", {}, TODAY);
    expect(why()).toBeUndefined();
    expect(why(["**"])).toBe("the organisation's policy delegates dependencies.ignore only for **");
    expect(why([])).toBe("the organisation's policy delegates dependencies.ignore only for nothing");
  });

  test("many that do not count are told by number", async () => {
    const theirs = `ignore: [${Array.from({ length: 200 }, (_, i) => `d${i}/`).join(", ")}]`;
    const { dropped } = await merge("", theirs);
    expect(dropped).toHaveLength(51);
    expect(dropped.at(-1)!.detail).toBe("150 more entries of this policy do not count under the organisation's");
  });
});

describe("inputs and options", () => {
  test("tighten, and loosen only what is delegated", async () => {
    expect((await merge("fail-on: high", undefined, { failOn: "low" })).policy.failOn).toBe("low");
    const { policy, dropped } = await merge("fail-on: high", "fail-on: low", { failOn: "never", onIncomplete: "warn" });
    expect([policy.failOn, policy.onIncomplete]).toEqual(["high", "fail"]);
    expect(dropped).toEqual([
      { kind: "not-delegated", detail: "the input or option fail-on: never does not count: the organisation's policy says high and does not delegate fail-on" },
      { kind: "not-delegated", detail: "the input or option on-incomplete: warn does not count: the organisation's policy says fail and does not delegate on-incomplete" },
    ]); // prettier-ignore
    expect((await merge("delegates: [fail-on]", undefined, { failOn: "never" })).policy.failOn).toBe("never");
  });
});

describe("what nobody says", () => {
  test("a repository without a policy changes nothing", async () => {
    const ours = `fail-on: never\non-incomplete: warn\ndependencies: { unknown-severity: info, fail-on: critical, grace: { high: 3 } }\npromotion: { fail-on: never }\nsigners: [${A}]`;
    for (const theirs of [undefined, "", "waivers: []"])
      expect(await merge(ours, theirs)).toEqual({ policy: await read(ours), dropped: [] });
  });

  test("the repository's signers and approvals hold where the organisation names none", async () => {
    const theirs = `signers: [${X}]\nsignatures: { trusted-root: r.json, log: optional }\npromotion: { builders: [${X}], approvals: [{ role: security, people: [ann] }] }`;
    const { policy, dropped } = await merge("signatures: { require: true }", theirs);
    expect(policy).toMatchObject({
      signers: [signer("x", "evil")],
      signatures: { require: true, trustedRoot: "r.json", log: "optional" },
      promotion: { builders: [signer("x", "evil")], approvals: [{ role: "security" }] },
    });
    expect(dropped).toEqual([]);
  });

  test.each(["builders", "deciders"])(
    "an organisation that names only %s decides about roots all the same",
    async (key) => {
      const { policy, dropped } = await merge(`promotion: { ${key}: [${A}] }`, "signatures: { trusted-root: r.json }");
      expect(policy.signatures).toEqual({ require: false });
      expect(dropped).toHaveLength(1);
    },
  );

  test("a required log stays", async () => {
    const { policy, dropped } = await merge("signatures: { log: required }", "signatures: { log: optional }");
    expect(policy.signatures.log).toBe("required");
    expect(dropped[0]!.detail).toBe("signatures.log: optional does not count: the organisation's policy wants a log");
  });
});

describe("approvals", () => {
  const ours = "promotion: { approvals: [{ role: security, people: [Ann, Bob], teams: [acme/sec] }] }";
  const approvals = async (theirs: string) => {
    const { policy, dropped } = await merge(ours, `promotion: { approvals: [${theirs}] }`);
    return [policy.promotion.approvals!.map(({ role, count, people }) => [role, count, people]), dropped.length];
  };

  test("a role of the repository's comes on top", async () => {
    expect(await approvals("{ role: legal, people: [eve] }")).toEqual([[["security", 1, ["Ann", "Bob"]], ["legal", 1, ["eve"]]], 0]); // prettier-ignore
  });
  test("of a role of the organisation's the repository may want more people, and choose among them", async () => {
    expect(await approvals("{ role: security, people: [bob], count: 2 }")).toEqual([[["security", 2, ["bob"]]], 0]);
  });
  test("but not name others", async () => {
    expect(await approvals("{ role: security, people: [ann, eve], count: 2 }")).toEqual([[["security", 2, ["Ann", "Bob"]]], 1]); // prettier-ignore
  });
});

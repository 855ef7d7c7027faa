import type { Ecosystem } from "../../src/core/ecosystem";
import { affects } from "../../src/osv/affects";
import { type Event, osvRecord, type RecordAsked } from "../support/osv-record";

const DEMO = { ecosystem: "PyPI", name: "demo" } as const;
const kind = (asked: RecordAsked, version: string) => affects(osvRecord("X-1", asked), DEMO, version).kind;
const inRange = (events: readonly Event[], version: string, ecosystem: Ecosystem = "PyPI") =>
  affects(osvRecord("X-1", { events, ecosystem }), { ecosystem, name: "demo" }, version).kind;

describe("a range", () => {
  test.each([
    ["0.9", "not-affected"],
    ["1.0rc1", "not-affected"],
    ["1.0", "affected"],
    ["1.4.9", "affected"],
    ["1.5rc1", "affected"],
    ["1.5", "not-affected"],
    ["1.5+cu121", "not-affected"],
    ["1.4+cu121", "affected"],
    ["1.9", "not-affected"],
    ["2.0.0", "affected"],
    ["2.3", "affected"],
    ["2.3.post1", "not-affected"],
  ])(
    "begins with what introduced it, ends before what fixed it and behind what it affected last: %s",
    (version, is) => {
      const events = [{ introduced: "1.0" }, { fixed: "1.5" }, { introduced: "2.0" }, { last_affected: "2.3" }];
      expect(inRange(events, version)).toBe(is);
      expect(inRange([...events].reverse(), version)).toBe(is);
    },
  );

  test("begins with everything at 0", () => {
    expect(inRange([{ introduced: "0" }, { fixed: "1.0" }], "0.dev0")).toBe("affected");
    expect(inRange([{ introduced: "0" }], "99")).toBe("affected");
  });

  test("goes no further than its limits", () => {
    const events = [{ introduced: "1.0" }, { limit: "2.0" }, { limit: "1.5" }];
    expect(["1.9", "2.0"].map((version) => inRange(events, version))).toEqual(["affected", "not-affected"]);
    expect(inRange([...events, { limit: "*" }], "3")).toBe("affected");
  });

  test("with several last affected versions ends behind the highest", () => {
    const events = [{ introduced: "0" }, { last_affected: "2.5.0" }, { last_affected: "2.7.1" }];
    expect(["2.5", "2.6", "2.7.1", "2.7.2"].map((version) => inRange(events, version))).toEqual([
      "affected",
      "affected",
      "affected",
      "not-affected",
    ]);
  });
});

describe("versions that are listed", () => {
  test("are the same version, however they are spelled", () => {
    const asked = { versions: ["1.0", "2.0rc1", "2004d"] };
    for (const version of ["1.0", "1", "1.0.0", "v1.0", "1.0+cu121", "2.0.c1", "2004d"])
      expect(kind(asked, version)).toBe("affected");
    for (const version of ["1.0.1", "2.0"]) expect(kind(asked, version)).toBe("not-affected");
  });

  test("count beside the ranges", () => {
    const asked = { events: [{ introduced: "2" }, { fixed: "3" }], versions: ["1.0"] };
    expect(["1.0", "2.5", "1.5"].map((version) => kind(asked, version))).toEqual([
      "affected",
      "affected",
      "not-affected",
    ]);
  });
});

describe("what cannot be read", () => {
  test("leaves open what it alone decides", () => {
    const events = [{ introduced: "1.0" }, { fixed: "soon" }];
    expect(inRange(events, "0.9")).toBe("not-affected");
    expect(affects(osvRecord("X-1", { events }), DEMO, "1.1")).toEqual({
      kind: "unreadable",
      detail: `the record's fixed "soon" is not a version of PyPI`,
    });
    expect(kind({ events, versions: ["1.1"] }, "1.1")).toBe("affected");
  });

  test("between events that can be read leaves open its own part only", () => {
    const events = [{ introduced: "0" }, { fixed: "soon" }, { introduced: "8.0" }, { fixed: "8.3" }];
    expect(["5", "8.1", "8.3"].map((version) => inRange(events, version))).toEqual([
      "unreadable",
      "affected",
      "not-affected",
    ]);
    expect(inRange([{ introduced: "some" }, { fixed: "2.0" }], "1.0")).toBe("unreadable");
    expect(inRange([{ introduced: "some" }, { fixed: "2.0" }], "2.0")).toBe("not-affected");
    expect(inRange([{ introduced: "1" }, { limit: "x" }], "2.0")).toBe("unreadable");
  });

  test("is placed by the release that it begins with", () => {
    const events = [{ introduced: "0" }, { fixed: "0.2.0-n653" }];
    expect(["0.1", "0.2", "0.2.0.1", "0.2.1"].map((version) => inRange(events, version))).toEqual([
      "affected",
      "unreadable",
      "unreadable",
      "not-affected",
    ]);
  });

  test("is the locked version: only what holds for all versions, or lists its text, is certain", () => {
    expect(inRange([{ introduced: "0" }], "2004d")).toBe("affected");
    expect(kind({ versions: ["2004d"] }, "2004d")).toBe("affected");
    expect(kind({ versions: ["1.0"] }, "2004d")).toBe("unreadable");
    expect(affects(osvRecord("X-1", { events: [{ introduced: "0" }, { fixed: "1" }] }), DEMO, "2004d")).toEqual({
      kind: "unreadable",
      detail: `"2004d" is not a version of PyPI, and the record does not list it`,
    });
  });

  test("is a record that names no version", () => {
    expect(kind({}, "1.0")).toBe("unreadable");
    expect(kind({ events: [] }, "1.0")).toBe("unreadable");
  });
});

test("a withdrawn record affects nothing", () => {
  const more = { withdrawn: "2026-01-02T00:00:00Z" };
  expect(kind({ events: [{ introduced: "0" }], versions: ["1.0"], more }, "1.0")).toBe("not-affected");
});

test("only what names the package counts, however it spells it", () => {
  const asked = { events: [{ introduced: "0" }] };
  expect(kind({ ...asked, package: "Demo" }, "1")).toBe("affected");
  expect(kind({ ...asked, ecosystem: "PyPI:extra" }, "1")).toBe("affected");
  expect(kind({ ...asked, package: "demo2" }, "1")).toBe("not-affected");
  expect(kind({ ...asked, ecosystem: "npm" }, "1")).toBe("not-affected");
});

test("says what is fixed, once each", () => {
  const events = [{ introduced: "0" }, { fixed: "1.5" }, { introduced: "2.0" }, { fixed: "2.3" }, { fixed: "1.5" }];
  expect(affects(osvRecord("X-1", { events }), DEMO, "1.0")).toEqual({ kind: "affected", fixed: ["1.5", "2.3"] });
});

test("a tag of an action that moves is certain only where all that it may stand for is", () => {
  const events = [{ introduced: "3.0" }, { fixed: "4.1.3" }];
  const of = (version: string) => inRange(events, version, "GitHub Actions");
  expect(["v2", "v3", "v4.0", "v4", "v4.1.2", "v4.1.3", "v5"].map(of)).toEqual([
    "not-affected",
    "affected",
    "affected",
    "unreadable",
    "affected",
    "not-affected",
    "not-affected",
  ]);
  expect(of("8f4b7f84864484a7bf31766abe9204da3cbe65b3")).toBe("unreadable");
});

test("a package with many records and versions is quick", () => {
  const versions = Array.from({ length: 1_500 }, (_, index) => `1.${index}.0`);
  const events = [{ introduced: "0" }, { fixed: "1.1500.0" }];
  const records = Array.from({ length: 500 }, (_, index) => osvRecord(`X-${index}`, { events, versions }));
  const start = performance.now();
  for (const record of records) expect(affects(record, DEMO, "2.0").kind).toBe("not-affected");
  expect(performance.now() - start).toBeLessThan(120_000);
});

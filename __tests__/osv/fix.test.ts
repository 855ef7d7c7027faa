import { insideWanted, lowestFixed } from "../../src/osv/fix";
import { type Event, osvRecord } from "../support/osv-record";

const DEMO = { ecosystem: "PyPI", name: "demo" } as const;
const lowest = (version: string, ...ranges: readonly (readonly Event[])[]) => {
  const records = ranges.map((events, index) => osvRecord(`A-${index}`, { events }));
  return lowestFixed(records, DEMO, version);
};

test("the lowest version that nothing affects", () => {
  const a = [{ introduced: "0" }, { fixed: "1.5" }, { introduced: "2.0" }, { fixed: "2.3" }];
  const b = [{ introduced: "1.4" }, { fixed: "2.1" }];
  expect(lowest("1.0", a)).toBe("1.5");
  expect(lowest("1.0", a, b)).toBe("2.3");
  expect(lowest("2.3", a, b)).toBeUndefined();
  expect(lowest("1.0", [{ introduced: "0" }])).toBeUndefined();
  expect(lowest("odd", a)).toBeUndefined();
});

test("a pre-release only for who has one, or where there is no release", () => {
  const events = [{ introduced: "0" }, { fixed: "1.5rc2" }];
  expect(lowest("1.0", events, [{ introduced: "0" }, { fixed: "1.2" }])).toBe("1.5rc2");
  expect(lowest("1.0", events, [{ introduced: "0" }, { fixed: "1.6" }])).toBe("1.6");
  expect(lowest("1.5rc1", events, [{ introduced: "2" }, { fixed: "3" }])).toBe("1.5rc2");
});

test("many records end in time", () => {
  const events = (index: number) => [{ introduced: `1.${index}` }, { fixed: `1.${index + 1}` }];
  const records = Array.from({ length: 2_000 }, (_, index) => osvRecord(`A-${index}`, { events: events(index) }));
  const start = performance.now();
  lowestFixed(records, DEMO, "1.0");
  expect(performance.now() - start).toBeLessThan(120_000);
});

test.each([
  ["npm", "^4.17.0", "4.17.21", true],
  ["npm", "^4.17.0", "5.0.0", false],
  ["npm", "1.x || >=2.5 <3", "2.6.0", true],
  ["npm", "latest", "1.0.0", undefined],
  ["npm", "npm:other@^1", "1.0.0", undefined],
  ["npm", "workspace:*", "1.0.0", undefined],
  ["PyPI", "~=2.1", "2.9", true],
  ["PyPI", "~=2.1", "3.0", false],
  ["PyPI", ">=1,<2", "1.9.0", true],
  ["PyPI", ">=1,<2", "2.0", false],
  ["PyPI", "==2.1.0", "2.1.0+cu121", true],
  ["PyPI", "^1.2", "1.9", true],
  ["PyPI", "^0.2.3", "0.3.0", false],
  ["PyPI", "^0.2.3", "0.2.9", true],
  ["PyPI", "~1.2.3", "1.2.9", true],
  ["PyPI", "~1.2.3", "1.3.0", false],
  ["PyPI", "*", "7", true],
  ["PyPI", "1.2.*", "1.2.7", true],
  ["PyPI", ">=3.6 || ~2.7", "2.7.1", true],
  ["PyPI", "whatever", "1.0", undefined],
  ["PyPI", "", "1.0", undefined],
  ["crates.io", "1.2", "1.9.0", true],
  ["crates.io", "0.2", "0.3.0", false],
  ["crates.io", ">=1.2, <1.5", "1.4.0", true],
  ["crates.io", "=1.2.3", "1.2.4", false],
  ["RubyGems", "~> 5.1, >= 5.1.2", "5.2.0", true],
  ["RubyGems", "~> 5.1.2", "5.2.0", false],
  ["RubyGems", "what", "1.0", undefined],
  ["Packagist", "~1.2", "1.9.0", true],
  ["Packagist", "~1.2.3", "1.3.0", false],
  ["Packagist", "^1.0|^2.0", "2.1.0", true],
  ["Packagist", "dev-main", "1.0.0", undefined],
  ["Pub", "^1.2.0", "1.3.0", true],
  ["Hex", "~> 1.2 or ~> 2.0", "2.4.0", true],
  ["Hex", ">= 1.0.0 and < 2.0.0", "2.0.0", false],
  ["Maven", "[1.0,2.0)", "1.9", true],
  ["Maven", "[1.0,2.0)", "2.0", false],
  ["Maven", "(,1.0],[1.2,)", "1.1", false],
  ["Maven", "(,1.0],[1.2,)", "1.3", true],
  ["Maven", "[1.0]", "1.0.0", true],
  ["Maven", "1.0", "2.0", undefined],
  ["Maven", "[1.0", "2.0", undefined],
  ["NuGet", "1.0", "2.0", true],
  ["NuGet", "(1.0,2.0)", "1.0", false],
  ["Go", "v1.2.3", "v1.3.0", undefined],
  ["npm", "1 ".repeat(200), "1.0.0", undefined],
] as const)("%s: %s allows %s: %s", (ecosystem, wanted, version, allowed) => {
  expect(insideWanted(ecosystem, wanted, version)).toBe(allowed);
});

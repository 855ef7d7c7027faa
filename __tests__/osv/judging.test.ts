import type { PackageRecords } from "../../src/core/advisory";
import { Judging } from "../../src/osv/judging";
import { osvRecord } from "../support/osv-record";
import { lockedPackage } from "../support/package-facts";

const pkg = lockedPackage({ name: "Demo", version: "1.0" });
const ALL = { events: [{ introduced: "0" }] };
const records = (count: number, facts = ALL): PackageRecords => ({
  advisories: Array.from({ length: count }, (_, index) => osvRecord(`A-${index}`, facts)),
  unreadable: [],
});

test("ends where more flaws were found than is told", () => {
  const judging = new Judging({ compared: 100, told: 3 });
  expect(judging.judge(pkg, records(2))?.flaws).toHaveLength(2);
  expect(judging.judge(pkg, records(2))?.flaws).toHaveLength(2);
  expect(judging.judge(pkg, records(2))).toBeUndefined();
});

test("what is not pinned is told as well", () => {
  const judging = new Judging({ compared: 100, told: 1 });
  const { name, purl, at } = pkg;
  const open = { name, purl, at, ecosystem: "PyPI", unlocked: ">=1" } as const;
  expect(judging.judge(open, records(0))?.reason).toBe("unlocked");
  expect(judging.judge(pkg, records(0))).toBeUndefined();
});

test("ends where more was compared than any project needs, though nothing was found", () => {
  const judging = new Judging({ compared: 4, told: 100 });
  const none = records(2, { events: [{ introduced: "2" }] });
  expect(judging.judge(pkg, none)?.status).toBe("clean");
  expect(judging.judge(pkg, none)?.status).toBe("clean");
  expect(judging.judge(pkg, none)).toBeUndefined();
});

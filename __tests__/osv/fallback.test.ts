import type { AdvisorySource, PackageRecords } from "../../src/core/advisory";
import { withFallback } from "../../src/osv/fallback";

const source = (answers: Record<string, PackageRecords>): AdvisorySource & { asked: string[] } => {
  const asked: string[] = [];
  return {
    asked,
    describe: () => "a source",
    recordsOf: async (queries) =>
      queries.map(({ name }) => (asked.push(name), answers[name] ?? { failed: `no ${name}` })),
  };
};
const NOTHING: PackageRecords = { advisories: [], unreadable: [] };
const ask = (of: AdvisorySource, ...names: string[]) =>
  of.recordsOf(names.map((name) => ({ ecosystem: "PyPI", name })));

test("asks the second only for what the first could not answer, and keeps the order", async () => {
  const second = source({ b: NOTHING });
  let used = 0;
  const both = withFallback(source({ a: NOTHING, c: NOTHING }), second, () => used++);
  expect(await ask(both, "a", "b", "c")).toEqual([NOTHING, NOTHING, NOTHING]);
  expect(second.asked).toEqual(["b"]);
  expect(used).toBe(1);
});

test("what neither answers has failed, with both reasons", async () => {
  const both = withFallback(
    source({}),
    { describe: () => "", recordsOf: async () => [{ failed: "no database" }] },
    () => undefined,
  );
  expect(await ask(both, "a")).toEqual([{ failed: "no a; no database" }]);
});

test("a source that answers too little is asked again elsewhere", async () => {
  const short: AdvisorySource = { describe: () => "", recordsOf: async () => [] };
  expect(
    await ask(
      withFallback(short, source({ a: NOTHING }), () => undefined),
      "a",
    ),
  ).toEqual([NOTHING]);
});

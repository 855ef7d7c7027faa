import { walk } from "./walk";

/** More of them: `node tools/fuzz/run.mjs`. */
const CASES = 2000;
const BATCH = 500;

test.each(Array.from({ length: CASES / BATCH }, (_, i) => i * BATCH))(
  "damaged model files from seed %i on never make the scanner fail",
  (from) => {
    const outcomes = Array.from({ length: BATCH }, (_, i) => walk(from + i));
    expect(outcomes.filter(({ failure }) => failure !== undefined)).toEqual([]);
    expect(outcomes.filter(({ findings }) => findings > 0).length).toBeGreaterThan(BATCH / 4);
  },
);

test("a seed is a sample: the same one finds the same", () => {
  const told = (seed: number) => ({ ...walk(seed), milliseconds: 0 });
  for (let seed = 0; seed < 50; seed++) expect(told(seed)).toEqual(told(seed));
});

/**
 * Random and damaged streams through CPython's unpicklers and through ours:
 * `node tools/differential/run.mjs [CASES] [FIRST SEED]`. What CPython would import and we do not tell is printed.
 */
import { createRequire } from "node:module";
import { join } from "node:path";
import { compileTests } from "../compile-tests.mjs";

/** Cases in one run of Python: answers are held until it ends. */
const BATCH = 20_000;

const [cases, first] = [Number(process.argv[2] ?? 100_000), Number(process.argv[3] ?? 1)];
const totals = { cases: 0, importing: 0, stopped: 0, slow: 0 };
const divergent = [];
const { directory, root, remove } = compileTests();
const started = Date.now();
try {
  const { differential } = createRequire(import.meta.url)(join(directory, "__tests__/fuzz/differential-run.js"));
  for (let seed = first; seed < first + cases; seed += BATCH) {
    const outcome = await differential(seed, Math.min(BATCH, first + cases - seed), root);
    if (outcome === undefined) throw new Error("there is no python3 to compare with");
    for (const key of Object.keys(totals)) totals[key] += outcome[key];
    divergent.push(...outcome.divergent);
  }
} finally {
  remove();
}
console.table({
  ...totals,
  "seconds in all": Math.round((Date.now() - started) / 1000),
  divergences: divergent.length,
});
for (const { seed, why, hex } of divergent.slice(0, 50)) console.log(`seed ${seed}: ${why}\n  ${hex.slice(0, 400)}`);
process.exitCode = divergent.length === 0 ? 0 : 1;

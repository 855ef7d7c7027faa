/**
 * Damaged and random model files through the whole walk: `node tools/fuzz/run.mjs [CASES] [FIRST SEED]`. Every case
 * is its seed. A worker with a small heap runs them; one that takes longer than the watchdog allows is ended and told.
 */
import { join } from "node:path";
import { Worker } from "node:worker_threads";
import { compileTests } from "../compile-tests.mjs";

const HEAP_MB = 512;
const WATCHDOG_MS = 10_000;

const [cases, first] = [Number(process.argv[2] ?? 100_000), Number(process.argv[3] ?? 1)];
const end = first + cases;
const totals = { cases: 0, findings: 0, clean: 0, peakRss: 0, slowest: { milliseconds: 0, seed: 0 }, failures: [] };

/** Runs from a seed until the end or until a case ends the worker; gives the seed to go on with. */
function runFrom(entry, from) {
  return new Promise((resolve) => {
    const progress = new SharedArrayBuffer(4);
    const current = new Int32Array(progress);
    const options = { workerData: { from, to: end, progress }, resourceLimits: { maxOldGenerationSizeMb: HEAP_MB } };
    const worker = new Worker(entry, options);
    let [seen, since] = [-1, Date.now()];
    const watchdog = setInterval(() => {
      totals.peakRss = Math.max(totals.peakRss, process.memoryUsage().rss);
      const seed = Atomics.load(current, 0);
      if (seed !== seen) [seen, since] = [seed, Date.now()];
      else if (Date.now() - since > WATCHDOG_MS) {
        totals.failures.push({ seed, why: `takes longer than ${WATCHDOG_MS} ms` });
        void worker.terminate();
      }
    }, 100);
    worker.on("message", count);
    worker.on("error", (error) => totals.failures.push({ seed: Atomics.load(current, 0), why: String(error) }));
    worker.on("exit", () => {
      clearInterval(watchdog);
      const seed = Atomics.load(current, 0);
      resolve(seed >= end ? end : Math.max(seed, from) + 1);
    });
  });
}

function count({ seed, findings, milliseconds, failure }) {
  totals.cases++;
  totals.findings += findings;
  if (findings === 0) totals.clean++;
  if (milliseconds > totals.slowest.milliseconds) totals.slowest = { milliseconds, seed };
  if (failure !== undefined) totals.failures.push({ seed, why: failure });
}

const { directory, remove } = compileTests();
const started = Date.now();
try {
  for (let seed = first; seed < end;) seed = await runFrom(join(directory, "__tests__/fuzz/worker.js"), seed);
} finally {
  remove();
}
console.table({
  cases: totals.cases,
  findings: totals.findings,
  "cases without a finding": totals.clean,
  "seconds in all": Math.round((Date.now() - started) / 1000),
  "slowest case, ms": Math.round(totals.slowest.milliseconds),
  "slowest case, seed": totals.slowest.seed,
  "peak memory, MB": Math.round(totals.peakRss / 2 ** 20),
  failures: totals.failures.length,
});
for (const { seed, why } of totals.failures.slice(0, 50)) console.log(`seed ${seed}: ${why}`);
process.exitCode = totals.failures.length === 0 ? 0 : 1;

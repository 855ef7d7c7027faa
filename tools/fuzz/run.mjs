/**
 * Damaged and random model files through the whole walk: `node tools/fuzz/run.mjs [CASES] [FIRST SEED]`. Every case
 * is its seed. A worker with a small heap runs them; one that takes longer than the watchdog allows is ended and told.
 *
 * `--each` runs that many cases of every format that has samples, and prints a line for each; `--only WORDS` takes
 * the formats whose name holds these words. `--documents` damages cards and configurations instead, and holds the bills of
 * materials that are made of them against their schemas.
 */
import { join } from "node:path";
import { Worker } from "node:worker_threads";
import { compileTests } from "../compile-tests.mjs";

const HEAP_MB = 512;
const WATCHDOG_MS = 10_000;

const words = process.argv.slice(2).filter((word) => !word.startsWith("--"));
const each = process.argv.includes("--each");
const documents = process.argv.includes("--documents");
const only = process.argv.includes("--only") ? words.pop() : "";
const [cases, first] = [Number(words[0] ?? 100_000), Number(words[1] ?? 1)];
const end = first + cases;

/** Runs from a seed until the end or until a case ends the worker; gives the seed to go on with. */
function runFrom(entry, from, format, totals) {
  return new Promise((resolve) => {
    const progress = new SharedArrayBuffer(4);
    const current = new Int32Array(progress);
    const resourceLimits = { maxOldGenerationSizeMb: HEAP_MB };
    const worker = new Worker(entry, { workerData: { from, to: end, progress, format, documents }, resourceLimits });
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
    worker.on("message", (outcome) => count(outcome, totals));
    worker.on("error", (error) => totals.failures.push({ seed: Atomics.load(current, 0), why: String(error) }));
    worker.on("exit", () => {
      clearInterval(watchdog);
      const seed = Atomics.load(current, 0);
      resolve(seed >= end ? end : Math.max(seed, from) + 1);
    });
  });
}

function count({ seed, findings, milliseconds, failure }, totals) {
  totals.cases++;
  totals.findings += findings;
  if (findings === 0) totals.clean++;
  if (milliseconds > totals.slowest.milliseconds) totals.slowest = { milliseconds, seed };
  if (failure !== undefined) totals.failures.push({ seed, why: failure });
}

async function runAll(entry, format) {
  const totals = { cases: 0, findings: 0, clean: 0, peakRss: 0, slowest: { milliseconds: 0, seed: 0 }, failures: [] };
  const started = Date.now();
  for (let seed = first; seed < end;) seed = await runFrom(entry, seed, format, totals);
  return {
    failures: totals.failures,
    row: {
      cases: totals.cases,
      findings: totals.findings,
      "cases without a finding": totals.clean,
      seconds: Math.round((Date.now() - started) / 1000),
      "slowest, ms": Math.round(totals.slowest.milliseconds),
      "slowest, seed": totals.slowest.seed,
      "peak memory, MB": Math.round(totals.peakRss / 2 ** 20),
      failures: totals.failures.length,
    },
  };
}

function formatsOf(entry) {
  return new Promise((resolve, reject) => {
    const workerData = { from: 0, to: 0, progress: new SharedArrayBuffer(4) };
    new Worker(entry, { workerData }).on("message", resolve).on("error", reject);
  });
}

const { directory, remove } = compileTests();
const entry = join(directory, "__tests__/fuzz/worker.js");
let failed = 0;
const tell = (failures) => {
  failed += failures.length;
  for (const { seed, why } of failures.slice(0, 50)) console.log(`seed ${seed}: ${why}`);
};
try {
  if (each)
    for (const [format, samples] of (await formatsOf(entry)).filter(([name]) => name.includes(only))) {
      const { row, failures } = await runAll(entry, format);
      console.log(
        `${format} (${samples}): ${Object.entries(row)
          .map(([name, value]) => `${name} ${value}`)
          .join(", ")}`,
      );
      tell(failures);
    }
  else {
    const { row, failures } = await runAll(entry, undefined);
    console.table(row);
    tell(failures);
  }
} finally {
  remove();
}
process.exitCode = failed === 0 ? 0 : 1;

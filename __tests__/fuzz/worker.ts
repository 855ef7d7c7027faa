import { parentPort, workerData } from "node:worker_threads";
import { walk } from "./walk";

/** Entry of the fuzzing worker (`tools/fuzz/run.mjs`): the cases `from` to `to`, each told before it starts. */
const { from, to, progress } = workerData as { from: number; to: number; progress: SharedArrayBuffer };
const current = new Int32Array(progress);

for (let seed = from; seed < to; seed++) {
  Atomics.store(current, 0, seed);
  const { findings, milliseconds, failure } = walk(seed);
  parentPort!.postMessage({ seed, findings, milliseconds, failure });
}
Atomics.store(current, 0, to);

import { parentPort, workerData } from "node:worker_threads";
import { samplesByFormat, walk, walkFormat } from "./walk";

/**
 * Entry of the fuzzing worker (`tools/fuzz/run.mjs`): the cases `from` to `to`, each told before it starts; of one
 * `format` where one is given. Without cases it only names the formats that have samples.
 */
interface Work {
  readonly from: number;
  readonly to: number;
  readonly progress: SharedArrayBuffer;
  readonly format?: string;
}

const { from, to, progress, format } = workerData as Work;
const current = new Int32Array(progress);

if (to === from) parentPort!.postMessage([...samplesByFormat()].map(([id, samples]) => [id, samples.length]));
const samples = format === undefined ? undefined : samplesByFormat().get(format)!;
for (let seed = from; seed < to; seed++) {
  Atomics.store(current, 0, seed);
  const { findings, milliseconds, failure } = samples === undefined ? walk(seed) : walkFormat(samples, seed);
  parentPort!.postMessage({ seed, findings, milliseconds, failure });
}
Atomics.store(current, 0, to);

import { parentPort, workerData } from "node:worker_threads";
import { walkDocuments } from "./documents";
import { samplesByFormat, walk, walkFormat } from "./walk";

/**
 * Entry of the fuzzing worker (`tools/fuzz/run.mjs`): the cases `from` to `to`, each told before it starts; of one
 * `format` where one is given, or of documents that describe models. Without cases it only names the formats that have samples.
 */
interface Work {
  readonly from: number;
  readonly to: number;
  readonly progress: SharedArrayBuffer;
  readonly format?: string;
  readonly documents?: boolean;
}

const { from, to, progress, format, documents = false } = workerData as Work;
const current = new Int32Array(progress);

if (to === from) parentPort!.postMessage([...samplesByFormat()].map(([id, samples]) => [id, samples.length]));
const samples = format === undefined ? undefined : samplesByFormat().get(format)!;
const damaged = documents ? walkDocuments : walk;
for (let seed = from; seed < to; seed++) {
  Atomics.store(current, 0, seed);
  const { findings, milliseconds, failure } = samples === undefined ? damaged(seed) : walkFormat(samples, seed);
  parentPort!.postMessage({ seed, findings, milliseconds, failure });
}
Atomics.store(current, 0, to);

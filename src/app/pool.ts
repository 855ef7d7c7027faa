import { availableParallelism } from "node:os";
import { join } from "node:path";
import type { Worker } from "node:worker_threads";
import type { SelectedFile } from "../core/host";
import type { RuleContext } from "../core/rule";
import { SpillArea } from "../host/spill-file";
import { NO_PROGRESS, type Progress } from "./counting";
import { scanFile, unopened, type DigestedFile } from "./scan-file";
import type { ContextData, RepositoryFacts } from "./rule-context";

/** Bytes that are scanned faster here than a worker starts (some 30 ms at 500 MB/s and more). */
const INLINE_BYTES = 32 * 1024 * 1024;
/** Files and bytes that share one round trip to a worker. */
const BATCH_FILES = 64;
const BATCH_BYTES = 16 * 1024 * 1024;
const MAX_WORKERS = 8;
/** Heap of a worker in MiB. A scan is bounded far below; a bug must not take the machine with it. CWE-400. */
const WORKER_HEAP_MIB = 1024;

/** What a worker needs beside the files themselves. */
export interface WorkerSetup {
  readonly context: ContextData;
  readonly repository: RepositoryFacts;
  /** SHA-512 beside SHA-256. */
  readonly sha512?: boolean;
  /** Digests of what no format claims, too. */
  readonly digestAll?: boolean;
}

export interface PoolOptions {
  readonly setup: WorkerSetup;
  /** The same context for files that are scanned on this thread. */
  readonly context: RuleContext;
  readonly progress?: Progress;
  /** Path of the bundled worker; tests pass their own. */
  readonly workerPath?: string;
}

/** What a worker says: how far it is in one file, and in the end what it saw in all of its batch. */
export type FromWorker = readonly DigestedFile[] | { readonly path: string; readonly bytes: number };

/** Scans all files: here where there is little to do or one file only, in worker threads otherwise. */
export async function scanFiles(files: readonly SelectedFile[], options: PoolOptions): Promise<DigestedFile[]> {
  const bytes = files.reduce((sum, file) => sum + file.size, 0);
  if (files.length < 2 || bytes < INLINE_BYTES || availableParallelism() < 2) return scanHere(files, options);
  const queue = batches(files);
  const results: DigestedFile[] = [];
  const count = Math.min(queue.length, availableParallelism(), MAX_WORKERS);
  await Promise.all(Array.from({ length: count }, () => drain(queue, results, options)));
  return results;
}

function scanHere(files: readonly SelectedFile[], options: PoolOptions): DigestedFile[] {
  const { repository, sha512 = false, digestAll = false } = options.setup;
  const { context, progress = NO_PROGRESS } = options;
  const onRead = (path: string, bytes: number) => progress.read(path, bytes);
  const place = { context, spills: new SpillArea(), root: repository.root, sha512, digestAll, onRead };
  return files.map((file) => {
    const scanned = scanFile(file, place);
    progress.done(file.path);
    return scanned;
  });
}

/** Large files first, so that no worker starts the longest one last. */
function batches(files: readonly SelectedFile[]): SelectedFile[][] {
  const out: SelectedFile[][] = [];
  let current: SelectedFile[] = [];
  let bytes = 0;
  for (const file of [...files].sort((a, b) => b.size - a.size)) {
    if (current.length > 0 && (current.length >= BATCH_FILES || bytes + file.size > BATCH_BYTES)) {
      out.push(current);
      [current, bytes] = [[], 0];
    }
    current.push(file);
    bytes += file.size;
  }
  if (current.length > 0) out.push(current);
  return out;
}

/** One worker until the queue is empty; a worker that dies is replaced. */
async function drain(queue: SelectedFile[][], results: DigestedFile[], options: PoolOptions): Promise<void> {
  const { progress = NO_PROGRESS } = options;
  let worker: Worker | undefined;
  try {
    for (let batch = queue.shift(); batch !== undefined; batch = queue.shift()) {
      worker ??= startWorker(options);
      try {
        keep(await ask(worker, batch, progress), results, progress);
      } catch (error) {
        worker = undefined;
        recover(batch, error, queue, results, options);
      }
    }
  } finally {
    await worker?.terminate();
  }
}

function keep(scanned: readonly DigestedFile[], results: DigestedFile[], progress: Progress): void {
  results.push(...scanned);
  for (const { path } of scanned) progress.done(path);
}

/** A file that kills its worker is a finding; files that only shared its batch are tried again alone. */
function recover(
  batch: SelectedFile[],
  error: unknown,
  queue: SelectedFile[][],
  results: DigestedFile[],
  { context, progress = NO_PROGRESS }: PoolOptions,
): void {
  if (batch.length === 1) keep([unopened(batch[0]!, error, context)], results, progress);
  else queue.push(...batch.map((file) => [file]));
}

function startWorker({ setup, workerPath }: PoolOptions): Worker {
  const path = workerPath ?? join(__dirname, "worker.js");
  const { Worker } = process.getBuiltinModule("node:worker_threads"); // 1 ms of each start that needs none
  return new Worker(path, { workerData: setup, resourceLimits: { maxOldGenerationSizeMb: WORKER_HEAP_MIB } });
}

function ask(worker: Worker, batch: readonly SelectedFile[], progress: Progress): Promise<readonly DigestedFile[]> {
  return new Promise((resolve, reject) => {
    const onMessage = (said: FromWorker) =>
      "path" in said ? progress.read(said.path, said.bytes) : settle(() => resolve(said));
    const onError = (error: unknown) => settle(() => reject(error));
    const onExit = (code: number) => settle(() => reject(new Error(`the scanning thread stopped (code ${code})`)));
    const settle = (finish: () => void) => {
      worker.off("message", onMessage).off("error", onError).off("exit", onExit);
      finish();
    };
    worker.on("message", onMessage).on("error", onError).on("exit", onExit);
    worker.postMessage(batch);
  });
}

import { availableParallelism } from "node:os";
import { join } from "node:path";
import type { Worker } from "node:worker_threads";
import type { FileOnDisk } from "../core/host";
import { NO_PROGRESS, type Progress } from "./counting";
import { digestFile, type Digested } from "./digest-file";

/** Bytes that are digested here in less time than threads take to start (some 20 ms at 1 GB/s). */
const INLINE_BYTES = 32 * 1024 ** 2;
/** Reading is soon what takes the time. */
const MAX_WORKERS = 8;

/** SHA-256 of each file, by its path: the largest first, on all processors. Total, as `digestFile`. */
export async function digestFiles(
  files: readonly FileOnDisk[],
  workerPath = join(__dirname, "hash-worker.js"),
  progress: Progress = NO_PROGRESS,
): Promise<Map<string, Digested>> {
  const found = new Map<string, Digested>();
  const keep = (file: FileOnDisk, digested: Digested) => {
    found.set(file.path, digested);
    progress.done(file.path);
  };
  const queue = [...files].sort((a, b) => b.size - a.size);
  const bytes = queue.reduce((sum, { size }) => sum + size, 0);
  const threads = Math.min(queue.length, availableParallelism(), MAX_WORKERS);
  const onRead = (path: string, read: number) => progress.read(path, read);
  if (bytes < INLINE_BYTES || threads < 2) for (const file of queue) keep(file, digestFile(file, onRead));
  else await Promise.all(Array.from({ length: threads }, () => drain(queue, keep, onRead, workerPath)));
  return found;
}

/** What a worker says: how far it is in its file, and in the end its digest. */
export type FromHashWorker = Digested | { readonly path: string; readonly bytes: number };

type Keep = (file: FileOnDisk, digested: Digested) => void;
type OnRead = Progress["read"];

/** One thread until the queue is empty; one that dies is replaced, and its file is said to have failed. */
async function drain(queue: FileOnDisk[], keep: Keep, onRead: OnRead, workerPath: string): Promise<void> {
  const { Worker } = process.getBuiltinModule("node:worker_threads");
  let worker: Worker | undefined;
  try {
    for (let file = queue.shift(); file !== undefined; file = queue.shift()) {
      worker ??= new Worker(workerPath);
      try {
        keep(file, await ask(worker, file, onRead));
      } catch (error) {
        keep(file, { path: file.path, failed: (error as Error).message });
        await worker.terminate();
        worker = undefined;
      }
    }
  } finally {
    await worker?.terminate();
  }
}

function ask(worker: Worker, file: FileOnDisk, onRead: OnRead): Promise<Digested> {
  return new Promise((resolve, reject) => {
    const settle = (finish: () => void) => {
      worker.off("message", answered).off("error", failed).off("exit", stopped);
      finish();
    };
    const answered = (said: FromHashWorker) =>
      "bytes" in said ? onRead(said.path, said.bytes) : settle(() => resolve(said));
    const failed = (error: Error) => settle(() => reject(error));
    const stopped = (code: number) => failed(new Error(`the digesting thread stopped (code ${code})`));
    worker.on("message", answered).on("error", failed).on("exit", stopped);
    worker.postMessage(file);
  });
}

import { closeSync, constants, openSync, readSync } from "node:fs";

/** How long a pipe may say nothing, and how long it may take in all. Milliseconds. CWE-400. */
export interface PipePatience {
  readonly silenceMs: number;
  readonly totalMs: number;
}

const PATIENCE: PipePatience = { silenceMs: 10_000, totalMs: 60_000 };
/** Milliseconds between looks. */
const PAUSE_MS = 20;
const CHUNK_BYTES = 64 * 1024;

/**
 * All that comes out of a pipe: a process substitution (`<(command)`) or a named one. It is opened without waiting for who writes, which
 * may never come. Throws `Error` in words where it says nothing for too long, or has more than `mostBytes`.
 */
export function pipeText(path: string, mostBytes: number, patience: PipePatience = PATIENCE): string {
  const fd = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    return readAll(fd, mostBytes, patience).toString("utf8");
  } finally {
    closeSync(fd);
  }
}

function readAll(fd: number, mostBytes: number, { silenceMs, totalMs }: PipePatience): Buffer {
  const chunks: Buffer[] = [];
  const started = performance.now();
  let [bytes, heard] = [0, started];
  for (;;) {
    const chunk = readSome(fd);
    const now = performance.now();
    if (chunk !== undefined && chunk.length > 0) {
      chunks.push(chunk);
      bytes += chunk.length;
      heard = now;
      if (bytes > mostBytes) throw new Error(`it has more than ${mostBytes} bytes`);
    } else if (chunk !== undefined && bytes > 0) return Buffer.concat(chunks);
    else pause();
    // An end before the first byte is what a pipe shows as long as nobody writes.
    if (now - heard > silenceMs) throw new Error(`it is a pipe that said nothing for ${silenceMs / 1000} seconds`);
    if (now - started > totalMs) throw new Error(`it is a pipe that did not end in ${totalMs / 1000} seconds`);
  }
}

/** Empty at the end, undefined where nothing is there yet. */
function readSome(fd: number): Buffer | undefined {
  const chunk = Buffer.allocUnsafe(CHUNK_BYTES);
  try {
    return chunk.subarray(0, readSync(fd, chunk, 0, chunk.length, null));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EAGAIN") return undefined;
    throw error;
  }
}

function pause(): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, PAUSE_MS);
}

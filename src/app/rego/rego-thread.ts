import { join } from "node:path";
import type { Worker } from "node:worker_threads";
import type { EngineAnswer } from "../../policy/rego/engine";
import { RegoFailure } from "../../policy/rego/failure";

/** Milliseconds for all rules of a folder, and for starting the thread where that is not done yet: some 100 are usual. CWE-400. */
const MAX_TIME_MS = 10_000;
/** Bytes of the module's memory, evidence included. CWE-770. */
const MAX_MEMORY_BYTES = 256 * 1024 * 1024;
/** Heap of the thread beside it, in MiB: the request and the reply as text. */
const HEAP_MIB = 256;

/** What the thread is given when it starts; its one message is the request. */
export interface RegoWork {
  /** Path of the module. */
  readonly module: string;
  readonly maxMemoryBytes: number;
}

export interface RegoLimits {
  readonly timeMs?: number;
  readonly memoryBytes?: number;
  /** Path of the bundled worker, with `rego.wasm` beside it; tests pass their own. */
  readonly workerPath?: string;
}

/**
 * A thread that answers one question. It starts, and compiles the engine, while others work; it keeps no process alive until it is
 * asked.
 */
export class RegoThread {
  private readonly worker: Worker;
  private readonly timeMs: number;
  private readonly memoryBytes: number;
  /** How it ended where nobody had asked yet, or without an answer. */
  private readonly failed: Promise<RegoFailure>;

  constructor({ workerPath = join(__dirname, "rego-worker.js"), timeMs, memoryBytes }: RegoLimits = {}) {
    this.timeMs = timeMs ?? MAX_TIME_MS;
    this.memoryBytes = memoryBytes ?? MAX_MEMORY_BYTES;
    const { Worker } = process.getBuiltinModule("node:worker_threads"); // 1 ms of each start that needs none
    const work: RegoWork = { module: join(workerPath, "..", "rego.wasm"), maxMemoryBytes: this.memoryBytes };
    // No environment: nothing in the thread is to read a token.
    const worker = new Worker(workerPath, {
      workerData: work,
      env: {},
      execArgv: [],
      resourceLimits: { maxOldGenerationSizeMb: HEAP_MIB, stackSizeMb: 4 },
    });
    worker.unref();
    this.worker = worker;
    this.failed = new Promise((resolve) => {
      worker.once("error", (error: Error & { code?: string }) => resolve(threadFailure(error)));
      worker.once("exit", (code) =>
        resolve(new RegoFailure("engine", `the thread of the rules stopped without an answer (code ${code})`)),
      );
    });
  }

  /** The module's reply to a request (`requestJson`), as JSON. Throws `RegoFailure`. The thread is gone afterwards. */
  async ask(request: string): Promise<string> {
    const { worker, timeMs } = this;
    worker.ref();
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<RegoFailure>((resolve) => {
      timer = setTimeout(() => resolve(tooLong(timeMs)), timeMs);
    });
    const answered = new Promise<EngineAnswer>((resolve) => worker.once("message", resolve));
    worker.postMessage(request);
    const answer = await Promise.race([answered, late, this.failed]);
    clearTimeout(timer);
    // The thread is gone before anyone goes on: one that still ran would take the time of others.
    await worker.terminate();
    if (answer instanceof RegoFailure) throw answer;
    if ("reply" in answer) return answer.reply;
    throw stopped(answer.stopped, answer.detail, this.memoryBytes);
  }
}

function tooLong(timeMs: number): RegoFailure {
  const words = `the rules were not done after ${timeMs / 1000} s. Does one compare everything with everything?`;
  return new RegoFailure("limit", words);
}

function threadFailure(error: Error & { code?: string }): RegoFailure {
  if (error.code === "ERR_WORKER_OUT_OF_MEMORY")
    return new RegoFailure("limit", `the rules needed more than ${HEAP_MIB} MiB beside the engine's memory`);
  return new RegoFailure("engine", `the Rego engine did not start (${error.message}). Is dist/ complete?`);
}

function stopped(why: "memory" | "depth" | "broken", detail: string, memoryBytes: number): RegoFailure {
  const mebibytes = Math.floor(memoryBytes / 1024 ** 2);
  if (why === "memory")
    return new RegoFailure("limit", `the rules needed more than ${mebibytes} MiB of memory (${detail})`);
  if (why === "depth")
    return new RegoFailure("limit", "the rules went too deep. Does a function call itself without an end?");
  return new RegoFailure("engine", `the Rego engine broke (${detail}). Please report it with the rules`);
}

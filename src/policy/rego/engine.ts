/**
 * One question to the module that `tools/rego/build.sh` makes. It imports its memory, which bounds it, and two functions that say how it
 * ended without an answer. It has no clock, no network, no files, no randomness.
 */

/** 64 KiB, by the WebAssembly specification. */
const PAGE_BYTES = 65_536;
/** What the module wants to start with: its own data and its stack of 1 MiB. */
const START_PAGES = 64;

/** What came of a question: the module's reply as JSON, or why there is none. */
export type EngineAnswer =
  { readonly reply: string } | { readonly stopped: "memory" | "depth" | "broken"; readonly detail: string };

interface ModuleExports {
  alloc(length: number): number;
  evaluate(start: number, length: number): number;
}

/** The part of WebAssembly's JavaScript interface that is used; Node's types do not have it. */
interface WebAssemblyApi {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object, imports: object) => { readonly exports: unknown };
  readonly Memory: new (pages: { initial: number; maximum: number }) => { readonly buffer: ArrayBuffer };
  readonly RuntimeError: new () => Error;
}

const wasm = (globalThis as unknown as { readonly WebAssembly: WebAssemblyApi }).WebAssembly;

/** Thrown through the module by what it imports. */
class Stopped extends Error {
  constructor(
    readonly why: "memory" | "broken",
    detail: string,
  ) {
    super(detail);
  }
}

/** The module, compiled: some 20 ms of work that does not depend on what is asked. */
export interface Engine {
  readonly module: object;
}

/** `bytes`: of `rego.wasm`. Throws where they are no module. */
export function compileEngine(bytes: Uint8Array): Engine {
  return { module: new wasm.Module(bytes) };
}

/**
 * Asks the engine the `request` (`requestJson`) with at most `maxBytes` of memory. Blocks as long as the rules run: call it
 * where a time limit can end it.
 */
export function askEngine({ module }: Engine, request: string, maxBytes: number): EngineAnswer {
  const memory = new wasm.Memory({ initial: START_PAGES, maximum: Math.floor(maxBytes / PAGE_BYTES) });
  const text = (start: number, length: number) =>
    Buffer.from(memory.buffer, start >>> 0, length >>> 0).toString("utf8");
  const host = {
    out_of_memory: (bytes: number) => {
      throw new Stopped("memory", `${bytes >>> 0} bytes more were asked for`);
    },
    panicked: (start: number, length: number) => {
      throw new Stopped("broken", text(start, Math.min(length >>> 0, 1000)));
    },
  };
  try {
    const { alloc, evaluate } = new wasm.Instance(module, { env: { memory }, host }).exports as ModuleExports;
    const bytes = Buffer.from(request, "utf8");
    const start = alloc(bytes.length) >>> 0;
    Buffer.from(memory.buffer).set(bytes, start);
    const at = evaluate(start, bytes.length) >>> 0;
    return { reply: text(at + 4, new DataView(memory.buffer).getUint32(at, true)) };
  } catch (error) {
    return stoppedBy(error);
  }
}

/** A stack that is used up is an access below the memory's start (it lies there), or V8's own error. */
function stoppedBy(error: unknown): EngineAnswer {
  const detail = error instanceof Error ? error.message : String(error);
  if (error instanceof Stopped) {
    const tooLarge = error.why === "memory" || detail.endsWith("capacity overflow");
    return { stopped: tooLarge ? "memory" : "broken", detail };
  }
  const tooDeep = error instanceof RangeError || (error instanceof wasm.RuntimeError && /out of bounds/.test(detail));
  return { stopped: tooDeep ? "depth" : "broken", detail };
}

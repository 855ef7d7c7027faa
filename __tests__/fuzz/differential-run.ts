import { divergences } from "./compare";
import { askPython } from "./oracle";
import { streamCase } from "./samples";

export interface Outcome {
  readonly cases: number;
  /** Streams from which CPython imported something. */
  readonly importing: number;
  /** Streams that one of CPython's unpicklers read to STOP. */
  readonly stopped: number;
  readonly slow: number;
  /** Seed and words of each divergence. */
  readonly divergent: readonly { readonly seed: number; readonly why: string; readonly hex: string }[];
}

/** Runs samples `from` to `from + cases` through CPython and through us. `undefined` without Python. */
export async function differential(from: number, cases: number, root?: string): Promise<Outcome | undefined> {
  const seeds = Array.from({ length: cases }, (_, i) => from + i);
  const answers = await askPython(generate(seeds), root);
  if (answers === undefined) return undefined;
  if (answers.length !== cases) throw new Error(`Python answered ${answers.length} of ${cases} samples`);
  const reached = (names: readonly unknown[]) => names.length > 0;
  return {
    cases,
    importing: answers.filter(({ py, c }) => reached(py.names) || reached(c.names)).length,
    stopped: answers.filter(({ py, c }) => py.end === "stop" || c.end === "stop").length,
    slow: answers.filter(({ py, c }) => py.end === "slow" || c.end === "slow").length,
    divergent: seeds.flatMap((seed, i) => {
      const bytes = streamCase(seed);
      const hex = Buffer.from(bytes).toString("hex");
      return divergences(bytes, answers[i]!).map((why) => ({ seed, why, hex }));
    }),
  };
}

function* generate(seeds: readonly number[]): Iterable<Uint8Array> {
  for (const seed of seeds) yield streamCase(seed);
}

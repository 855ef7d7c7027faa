import { mkdirSync } from "node:fs";
import { basename } from "node:path";
import { statementBytes } from "../../attest/statement";
import { DSSE_PAYLOAD_TYPE, SigningError, type Signer } from "../../core/attestation";
import type { Attested, AttestOutcome } from "../../core/attest-outcome";
import { planOf, type Planned, type PlanInput } from "./plan";
import { writeSigned } from "./write-signed";

/** What a run signs, with what, and where it is kept. */
export interface AttestRun extends PlanInput {
  readonly signer: Signer;
  /** Puts a bundle where others find it; absent where there is no such place. */
  readonly store?: (bundle: string) => Promise<{ readonly url: string }>;
}

/** Signs what may be signed. Total for outages and refusals: what was signed stands, and what was not is said. */
export async function attestRun(run: AttestRun): Promise<AttestOutcome> {
  const { planned, notices } = planOf(run);
  if (run.directory !== undefined) mkdirSync(run.directory, { recursive: true });
  const attested: Attested[] = [];
  const problems = new Set<string>();
  for (const each of await settled(planned, (one) => sign(one, run))) {
    if (each.status === "fulfilled") {
      attested.push(each.value.attested);
      if (each.value.problem !== undefined) problems.add(each.value.problem);
    } else if (each.reason instanceof SigningError) problems.add(each.reason.message);
    else throw each.reason;
  }
  return { attested, notices, ...(problems.size === 0 ? {} : { problem: [...problems].join(" ") }) };
}

/** Signatures under way at once: a tree may have thousands of models, and the services are shared. CWE-770. */
const MAX_AT_ONCE = 8;

/** As `Promise.allSettled` of `work` on each, a few at a time. */
async function settled<In, Out>(
  items: readonly In[],
  work: (item: In) => Promise<Out>,
): Promise<PromiseSettledResult<Out>[]> {
  const results: PromiseSettledResult<Out>[] = [];
  const left = [...items.entries()];
  const drain = async () => {
    for (let next = left.shift(); next !== undefined; next = left.shift())
      [results[next[0]]] = await Promise.allSettled([work(next[1])]);
  };
  await Promise.all(Array.from({ length: Math.min(MAX_AT_ONCE, items.length) }, drain));
  return results;
}

interface Signed {
  readonly attested: Attested;
  readonly problem?: string;
}

async function sign({ kind, statement, path, about }: Planned, { signer, store }: AttestRun): Promise<Signed> {
  const bundle = await signer.sign(statementBytes(statement), DSSE_PAYLOAD_TYPE);
  writeSigned(path, `${bundle.json}\n`, "its signature");
  const attested: Attested = { kind, path, about };
  // A model's manifest is found beside the model; the others by the digests of its files.
  if (store === undefined || kind === "model") return { attested };
  try {
    const { url } = await store(bundle.json);
    return { attested: { ...attested, url } };
  } catch (error) {
    if (!(error instanceof SigningError)) throw error;
    return { attested, problem: `${basename(path)} was signed, but not stored: ${error.message}` };
  }
}

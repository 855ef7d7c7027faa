import { readdirSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import { PREDICATES, Refused } from "../../core/attestation";
import { ConfigurationError } from "../../core/host";
import type { HttpClient } from "../../core/http";
import { byCodePoint } from "../../core/order";
import type { RefusedStatement } from "../../core/verification";
import type { CheckedBundle } from "../../verify/read-bundle";
import { bundlesOf, type Place } from "../verify/bundles";
import type { PromotionRequest } from "./request";

/** Bundles of one directory. A release of twenty models with four statements each has eighty. CWE-770. */
const MAX_BUNDLES = 1000;
const BUNDLE = /\.sigstore(?:\.json)?$/;

export interface GatheredBundles {
  readonly bundles: readonly CheckedBundle[];
  /** Names of all files that were named or found. */
  readonly files: readonly string[];
  /** What is no bundle, or could not be asked. */
  readonly refused: readonly RefusedStatement[];
}

/**
 * Everything that may vouch: bundles that were named (files, directories of `*.sigstore.json`, images), what lies beside the file or in the
 * directory, and what GitHub keeps. One that cannot be read is told, and the others are read. Throws `ConfigurationError`.
 */
export async function gatherBundles(
  { verify, approvals, token, env: own }: Pick<PromotionRequest, "verify" | "approvals" | "env" | "token">,
  place: Place,
  http: () => HttpClient,
): Promise<GatheredBundles> {
  const env = token === undefined ? own : { ...own, GITHUB_TOKEN: token };
  const all = [...verify.bundles, ...approvals].flatMap(expanded);
  const named = [...new Map(all.map((path) => [keyOf(path), path])).values()];
  const known = new Set(named.map(keyOf));
  const { repo, ...local } = verify;
  const bundles: CheckedBundle[] = [];
  const refused: RefusedStatement[] = [];
  const gather = async (name: string, find: () => Promise<readonly CheckedBundle[]>) => {
    try {
      bundles.push(...(await find()));
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      refused.push({ bundle: name, kind: error.kind, message: error.message });
    }
  };
  for (const path of named) await gather(path, () => bundlesOf({ ...local, bundles: [path] }, place, http, env));
  await gather(place.path, async () => {
    const beside = await bundlesOf({ ...local, bundles: [] }, place, http, env).catch(noneBeside);
    return beside.filter(({ name }) => !known.has(keyOf(name)));
  });
  if (repo !== undefined)
    if (verify.offline)
      throw new ConfigurationError(
        "repo: --offline asks nobody. Name the bundles that GitHub keeps: gh attestation download",
      );
    else await gather(`GitHub, ${repo}`, () => bundlesOf({ ...local, repo, bundles: [] }, place, http, env));
  return { bundles, files: named, refused };
}

/** That nothing lies beside is no mistake here: what is missing, the checks say. */
function noneBeside(error: unknown): CheckedBundle[] {
  if (error instanceof ConfigurationError) return [];
  throw error;
}

/** A bundle that was named twice, or lies beside as well, is one. */
function keyOf(path: string): string {
  return path.startsWith(OCI) ? path : resolve(path);
}

const OCI = "oci:";

function expanded(path: string): string[] {
  if (path.startsWith(OCI) || statSync(path, { throwIfNoEntry: false })?.isDirectory() !== true) return [path];
  const found = readdirSync(path)
    .filter((name) => BUNDLE.test(name))
    .sort(byCodePoint);
  if (found.length === 0) throw new ConfigurationError(`bundle: there is no *.sigstore.json in ${path}`);
  if (found.length > MAX_BUNDLES)
    throw new ConfigurationError(`bundle: ${path} has ${found.length} bundles; no more than ${MAX_BUNDLES} are read`);
  return found.map((name) => join(path, name));
}

/** What a bundle that does not hold says that it is, for words about it alone; undefined where that cannot be read. */
export function claimedType({ bundle: { content } }: CheckedBundle): string | undefined {
  if (content.$case !== "dsseEnvelope") return undefined;
  try {
    const { predicateType } = JSON.parse(content.dsseEnvelope.payload.toString("utf8")) as { predicateType?: unknown };
    return Object.values<unknown>(PREDICATES).includes(predicateType) ? String(predicateType) : undefined;
  } catch {
    return undefined;
  }
}

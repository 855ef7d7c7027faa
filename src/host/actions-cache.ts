import type * as Cache from "./actions-cache-module";
import type { Env } from "./git";
import type { SharedCache } from "./osv-database";

/** Milliseconds that a piece of an entry may take: fetching anew is as good, so waiting is not worth much. */
const SEGMENT_MS = 30_000;

/** What is used of `@actions/cache`; tests give their own. */
export type CacheModule = Pick<typeof Cache, "isFeatureAvailable" | "restoreCache" | "saveCache">;

export interface ActionsCacheOptions {
  readonly env: Env;
  readonly notice: (text: string) => void;
  readonly load?: () => Promise<CacheModule>;
}

/**
 * The cache of GitHub Actions, `undefined` where the job has none. It is to be restored only where nobody untrusted could have
 * written the entry: `@actions/cache` unpacks entries with `tar -P`, which lets an entry write any file of the
 * runner, before anyone could look at its digest. Entries are found by the path they were saved from too, so that has to be
 * the same in every run. Failures are notices.
 */
export function actionsCache({ env, notice, load = loadModule }: ActionsCacheOptions): SharedCache | undefined {
  if (!env["ACTIONS_CACHE_URL"] && !env["ACTIONS_RESULTS_URL"]) return undefined;
  const attempt = async (what: string, work: (cache: CacheModule) => Promise<unknown>): Promise<void> => {
    try {
      const cache = await load();
      if (cache.isFeatureAvailable()) await work(cache);
    } catch (error) {
      notice(`the cache of GitHub Actions could not be ${what}: ${(error as Error).message}`);
    }
  };
  return {
    restore: (key, path) =>
      attempt("read", (cache) => cache.restoreCache([path], key, [], { segmentTimeoutInMs: SEGMENT_MS })),
    save: (key, path) => attempt("written", (cache) => cache.saveCache([path], key)),
  };
}

/** Loaded when it is asked for: it is large, and only the action in database mode needs it. */
async function loadModule(): Promise<CacheModule> {
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  return require("./actions-cache-module") as typeof Cache;
}

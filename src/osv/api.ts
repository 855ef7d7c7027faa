import type { Advisory, AdvisorySource, PackageQuery, PackageRecords, UnreadableRecord } from "../core/advisory";
import type { HttpClient } from "../core/http";
import type { RecordCache } from "../core/record-cache";
import { API_LIMITS, type ApiLimits } from "./api-limits";
import { listRecords, type Lookup } from "./api-lists";
import { isAbout, refusal } from "./api-names";
import { Records, type Fetched } from "./api-records";
import { ApiRequests } from "./api-requests";

export interface ApiOptions {
  readonly http: HttpClient;
  /** The server, such as `https://api.osv.dev`. */
  readonly url: string;
  /** Milliseconds from any fixed point; a clock that nobody sets is best. */
  readonly clock: () => number;
  readonly sleep: (milliseconds: number) => Promise<void>;
  /** From 0 to 1, for the back-off. */
  readonly random?: () => number;
  readonly cache?: RecordCache;
  readonly limits?: Partial<ApiLimits>;
}

/**
 * The OSV API (https://google.github.io/osv.dev/api/). Names are asked for, never versions. All look-ups of the source
 * together take at most `totalMs`; past it, what has no whole answer is `failed`.
 */
export function createApiSource(options: ApiOptions): AdvisorySource {
  const { http, clock, sleep, random = Math.random, cache } = options;
  const limits = { ...API_LIMITS, ...options.limits };
  const base = options.url.replace(/\/+$/, "");
  const records = new Records(limits, cache);
  let left = limits.totalMs;
  const look = async (queries: readonly PackageQuery[]): Promise<readonly PackageRecords[]> => {
    const lookups = lookupsOf(queries);
    const start = clock();
    const requests = new ApiRequests(base, { http, clock, sleep, random, limits }, start + left);
    let wanted: ReadonlyMap<string, string>;
    try {
      const open = [...lookups.values()].filter(({ failed }) => failed === undefined);
      await listRecords(requests, open, limits);
      wanted = wantedBy(lookups.values());
      await records.fetchAll(requests, wanted);
    } finally {
      left = Math.max(0, left - (clock() - start));
    }
    const recordOf = (id: string): Fetched => records.of(id, wanted.get(id)!);
    const answers = new Map([...lookups].map(([key, lookup]) => [key, answerOf(lookup, recordOf)]));
    return queries.map((query) => answers.get(keyOf(query))!);
  };
  return {
    describe: () => `the OSV API (${shown(base)})`,
    recordsOf: (queries) =>
      look(queries).catch(() => queries.map(() => ({ failed: "the look-up failed for a reason unknown" }))),
  };
}

const keyOf = ({ ecosystem, name }: PackageQuery) => `${ecosystem}\0${name}`;

/** Each package once, those that are not worth asking for already failed. */
function lookupsOf(queries: readonly PackageQuery[]): ReadonlyMap<string, Lookup> {
  const lookups = new Map<string, Lookup>();
  for (const query of queries) {
    const key = keyOf(query);
    if (lookups.has(key)) continue;
    const failed = refusal(query);
    lookups.set(key, { query, listed: new Map(), ...(failed === undefined ? {} : { failed }) });
  }
  return lookups;
}

/** The records that are worth fetching, each with the latest time that a list gives for it. */
function wantedBy(lookups: Iterable<Lookup>): ReadonlyMap<string, string> {
  const wanted = new Map<string, string>();
  for (const { listed, failed } of lookups)
    if (failed === undefined)
      for (const [id, modified] of listed) {
        const known = wanted.get(id);
        if (known === undefined || Date.parse(known) < Date.parse(modified)) wanted.set(id, modified);
      }
  return wanted;
}

function answerOf({ query, listed, failed }: Lookup, recordOf: (id: string) => Fetched): PackageRecords {
  if (failed !== undefined) return { failed };
  const advisories: Advisory[] = [];
  const unreadable: UnreadableRecord[] = [];
  for (const id of [...listed.keys()].sort()) {
    const fetched = recordOf(id);
    if ("failed" in fetched) return { failed: fetched.failed };
    if ("unreadable" in fetched) unreadable.push(fetched.unreadable);
    else if (isAbout(fetched.advisory, query)) advisories.push(fetched.advisory);
    else return { failed: `the OSV API lists record ${id}, which is not about this package` };
  }
  return { advisories, unreadable };
}

/** An address for people: no credentials, no query. */
function shown(address: string): string {
  if (!URL.canParse(address)) return "no valid address";
  const { protocol, host, pathname } = new URL(address);
  return `${protocol}//${host}${pathname.replace(/\/+$/, "")}`;
}

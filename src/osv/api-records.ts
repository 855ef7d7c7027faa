import type { Advisory, UnreadableRecord } from "../core/advisory";
import { Malformed, Unsupported } from "../core/bytes";
import type { RecordCache } from "../core/record-cache";
import type { ApiLimits } from "./api-limits";
import { isTime } from "./api-names";
import { inParallel } from "./api-parallel";
import { ApiFailure, WrongAnswer, type ApiRequests } from "./api-requests";
import { readAdvisory } from "./record";

/** What became of a record. */
export type Fetched =
  { readonly advisory: Advisory } | { readonly unreadable: UnreadableRecord } | { readonly failed: string };

/** Fetches records, each once, and remembers them for the run by id and the time they were modified. */
export class Records {
  private readonly known = new Map<string, Fetched>();

  constructor(
    private readonly limits: ApiLimits,
    private readonly cache: RecordCache | undefined,
  ) {}

  /** What is known of a record after `fetchAll`. */
  of(id: string, modified: string): Fetched {
    return this.known.get(`${id} ${modified}`) ?? { failed: `record ${id} was not asked for` };
  }

  /** Fetches those of the records, `modified` by id, that are not known yet. Failures are tried again the next time. */
  async fetchAll(requests: ApiRequests, wanted: ReadonlyMap<string, string>): Promise<void> {
    const missing = [...wanted].filter(([id, modified]) => {
      const known = this.known.get(`${id} ${modified}`);
      return known === undefined || "failed" in known;
    });
    await inParallel(missing, this.limits.recordsAtOnce, async ([id, modified]) => {
      this.known.set(`${id} ${modified}`, this.cached(id, modified) ?? (await this.fetch(requests, id, modified)));
    });
    this.cache?.flush();
  }

  private cached(id: string, modified: string): Fetched | undefined {
    const text = this.cache?.get(id, modified);
    if (text === undefined) return undefined;
    try {
      return read(JSON.parse(text), id);
    } catch {
      return undefined;
    }
  }

  /** https://google.github.io/osv.dev/get-v1-vulns/ */
  private async fetch(requests: ApiRequests, id: string, modified: string): Promise<Fetched> {
    try {
      const path = `/v1/vulns/${encodeURIComponent(id)}`;
      return await requests.json(path, undefined, this.limits.recordBytes, (value, text) => {
        const fetched = read(value, id);
        if (isCurrent(value, modified)) this.cache?.put(id, modified, text);
        return fetched;
      });
    } catch (error) {
      const reason = error instanceof ApiFailure ? error.message : "the look-up failed for a reason unknown";
      return { failed: `record ${id} could not be had: ${reason}` };
    }
  }
}

/** A record as it was asked for. One that nobody can read is a gap that is shown, not a failure of the look-up. */
function read(value: unknown, id: string): Fetched {
  const got = typeof value === "object" && value !== null ? (value as { id?: unknown }).id : undefined;
  if (got !== id) throw new WrongAnswer(`it is not the record ${id}`);
  try {
    return { advisory: readAdvisory(value) };
  } catch (error) {
    const known = error instanceof Malformed || error instanceof Unsupported;
    return { unreadable: { id, detail: known ? error.message : "it cannot be read" } };
  }
}

/** Whether the record is as new as the list says: an older one that some cache still had must not be kept under its time. */
function isCurrent(value: unknown, modified: string): boolean {
  const time = (value as { modified?: unknown }).modified;
  return isTime(time) && Date.parse(time) >= Date.parse(modified);
}

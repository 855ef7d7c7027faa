import type { PackageQuery } from "../core/advisory";
import type { ApiLimits } from "./api-limits";
import { isId, isTime } from "./api-names";
import { inParallel } from "./api-parallel";
import { ApiFailure, WrongAnswer, type ApiRequests } from "./api-requests";

/** One package while it is looked up. */
export interface Lookup {
  readonly query: PackageQuery;
  /** The ids of its records and when each was changed last. */
  readonly listed: Map<string, string>;
  /** Why it has no whole answer. */
  failed?: string;
}

/** A query whose next page is to be asked for. */
interface Page {
  readonly lookup: Lookup;
  readonly token?: string;
  readonly seen: Set<string>;
  pages: number;
  stalled: number;
}

interface Result {
  readonly vulns: readonly { readonly id: string; readonly modified: string }[];
  readonly token?: string;
  readonly wrong?: string;
}

/** Asks which records each package has, in batches (https://google.github.io/osv.dev/post-v1-querybatch/). */
export async function listRecords(requests: ApiRequests, lookups: readonly Lookup[], limits: ApiLimits): Promise<void> {
  const batches: Page[][] = [];
  for (let at = 0; at < lookups.length; at += limits.batch)
    batches.push(
      lookups.slice(at, at + limits.batch).map((lookup) => ({ lookup, seen: new Set<string>(), pages: 0, stalled: 0 })),
    );
  const lister = new Lister(requests, limits);
  await inParallel(batches, limits.batchesAtOnce, (batch) => lister.listAll(batch));
}

class Lister {
  private splits = 0;

  constructor(
    private readonly requests: ApiRequests,
    private readonly limits: ApiLimits,
  ) {}

  /** All pages of all queries of a batch. Each round repeats only those that have another page. */
  async listAll(batch: readonly Page[]): Promise<void> {
    for (let open = batch; open.length > 0;) open = await this.listOnce(open);
  }

  /** One page of each query; gives those with another. A batch that is refused is halved until the query at fault stands alone. */
  private async listOnce(pages: readonly Page[]): Promise<readonly Page[]> {
    let results: readonly Result[];
    try {
      results = await this.ask(pages);
    } catch (error) {
      if (error instanceof ApiFailure && error.status === 400 && pages.length > 1 && this.splits < this.limits.splits) {
        this.splits += 2;
        const middle = pages.length >> 1;
        const halves = [pages.slice(0, middle), pages.slice(middle)].map((half) => this.listOnce(half));
        return (await Promise.all(halves)).flat();
      }
      const reason = error instanceof ApiFailure ? error.message : "the look-up failed for a reason unknown";
      for (const { lookup } of pages) lookup.failed = reason;
      return [];
    }
    return pages.map((page, at) => this.take(page, results[at]!)).filter((page) => page !== undefined);
  }

  private ask(pages: readonly Page[]): Promise<readonly Result[]> {
    const queries = pages.map(({ lookup, token }) => ({
      package: { ecosystem: lookup.query.ecosystem, name: lookup.query.name },
      ...(token === undefined ? {} : { page_token: token }),
    }));
    return this.requests.json("/v1/querybatch", { queries }, this.limits.batchBytes, (value) => {
      const { results } = (value ?? {}) as { results?: unknown };
      if (!Array.isArray(results)) throw new WrongAnswer("it has no results");
      if (results.length !== pages.length)
        throw new WrongAnswer(`it has ${results.length} results for ${pages.length} queries`);
      return results.map(readResult);
    });
  }

  private take(page: Page, { vulns, token, wrong }: Result): Page | undefined {
    const { lookup, seen } = page;
    const before = lookup.listed.size;
    for (const { id, modified } of vulns) {
      const known = lookup.listed.get(id);
      if (known === undefined || Date.parse(known) < Date.parse(modified)) lookup.listed.set(id, modified);
    }
    const fail = (reason: string): undefined => void (lookup.failed = `the OSV API ${reason}`);
    if (wrong !== undefined) return fail(`gave an answer that makes no sense: ${wrong}`);
    if (lookup.listed.size > this.limits.recordsOfOne)
      return fail(`lists more than ${this.limits.recordsOfOne.toLocaleString("en-US")} records`);
    if (token === undefined) return undefined;
    page.pages++;
    page.stalled = seen.has(token) && lookup.listed.size === before ? page.stalled + 1 : 0;
    if (page.stalled >= this.limits.stalledPages) return fail("gives the same page without end");
    if (page.pages >= this.limits.pages) return fail(`did not come to an end after ${this.limits.pages} pages`);
    seen.add(token);
    return { ...page, token };
  }
}

/** One of the results: `{}`, `{vulns}`, `{vulns, next_page_token}` or `{next_page_token}`. */
function readResult(value: unknown): Result {
  if (typeof value !== "object" || value === null || Array.isArray(value))
    return { vulns: [], wrong: "a result is no object" };
  const { vulns = [], next_page_token: token } = value as { vulns?: unknown; next_page_token?: unknown };
  if (!Array.isArray(vulns)) return { vulns: [], wrong: "its records are no list" };
  if (token !== undefined && token !== null && typeof token !== "string")
    return { vulns: [], wrong: "a token for the next page is no text" };
  const read: { id: string; modified: string }[] = [];
  for (const vuln of vulns as unknown[]) {
    const { id, modified } = (vuln ?? {}) as { id?: unknown; modified?: unknown };
    if (!isId(id)) return { vulns: [], wrong: "the id of a record is none" };
    if (!isTime(modified)) return { vulns: [], wrong: `record ${id} does not say when it was modified` };
    read.push({ id, modified });
  }
  return { vulns: read, ...(token ? { token } : {}) };
}

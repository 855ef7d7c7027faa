import type { AdvisorySource, PackageQuery, PackageRecords } from "../../src/core/advisory";
import { HttpFailure, type HttpClient } from "../../src/core/http";
import type { RecordCache } from "../../src/core/record-cache";
import type { Ecosystem } from "../../src/core/ecosystem";
import { createHttpClient, type ClosableHttpClient } from "../../src/host/http";
import { createApiSource, type ApiOptions } from "../../src/osv/api";
import type { ApiLimits } from "../../src/osv/api-limits";
import { retryAfter } from "../../src/osv/api-requests";
import { closedAddress, startOsv, type OsvProcess } from "../support/osv-process";

const TIME = "2026-01-02T03:04:05.123456Z";
const record = (id: string, name: string, more: object = {}) => ({
  id,
  modified: TIME,
  summary: `about ${name}`,
  affected: [{ package: { ecosystem: "PyPI", name }, versions: ["1.0"] }],
  ...more,
});
const named = (name: string, ecosystem: string = "PyPI"): PackageQuery => ({ name, ecosystem: ecosystem as Ecosystem });

let osv: OsvProcess;
let http: ClosableHttpClient;
/** Milliseconds that were slept, without sleeping. */
let slept: number[] = [];

beforeAll(async () => {
  osv = await startOsv();
});
afterAll(() => osv.close());
beforeEach(async () => {
  slept = [];
  http = createHttpClient({ env: {} });
  await osv.steer({ reset: true, records: [record("A-1", "a"), record("A-2", "a"), record("B-1", "b")] });
});
afterEach(() => http.close());

function source(more: Partial<ApiOptions> & { readonly limits?: Partial<ApiLimits> } = {}): AdvisorySource {
  return createApiSource({
    http,
    url: osv.url,
    clock: () => performance.now() + slept.reduce((sum, each) => sum + each, 0),
    sleep: async (milliseconds) => void slept.push(milliseconds),
    random: () => 0.5,
    ...more,
  });
}

/** What came of each query: the ids of its records, those that cannot be read with `?`, or the reason. */
function told(answers: readonly PackageRecords[]): readonly (string | readonly string[])[] {
  return answers.map((answer) =>
    "failed" in answer
      ? answer.failed
      : [...answer.advisories.map(({ id }) => id), ...answer.unreadable.map(({ id, detail }) => `${id}? ${detail}`)],
  );
}

const ask = async (queries: readonly PackageQuery[], from = source()) => told(await from.recordsOf(queries));
const server = () => osv.url.slice("http://".length);
const asked = async (path: string) => (await osv.seen()).filter((seen) => seen.path.startsWith(path));
const spent = () => slept.reduce((sum, each) => sum + each, 0);

describe("records", () => {
  test("of each package, in order, each asked for once, and never a version", async () => {
    const queries = [named("b"), named("none"), named("a"), named("b")];
    expect(await ask(queries)).toEqual([["B-1"], [], ["A-1", "A-2"], ["B-1"]]);
    const [batch, ...gets] = await osv.seen();
    expect(JSON.parse(batch!.body)).toEqual({
      queries: ["b", "none", "a"].map((name) => ({ package: { ecosystem: "PyPI", name } })),
    });
    expect(gets.map(({ method, path }) => `${method} ${path}`).sort()).toEqual(
      ["A-1", "A-2", "B-1"].map((id) => `GET /v1/vulns/${id}`),
    );
  });

  test("of nothing cost nothing", async () => {
    expect(await ask([])).toEqual([]);
    expect(await osv.seen()).toEqual([]);
  });

  test("of 2,345 packages come in batches of 500, each name with its own", async () => {
    const names = Array.from({ length: 2_345 }, (_, i) => `p${i}`);
    await osv.steer({ records: names.filter((_, i) => i % 100 === 0).map((name) => record(`P-${name}`, name)) });
    const answers = await ask(names.map((name) => named(name)));
    expect(answers).toEqual(names.map((name, i) => (i % 100 === 0 ? [`P-${name}`] : [])));
    expect((await asked("/v1/querybatch")).map(({ body }) => JSON.parse(body).queries.length)).toEqual(
      expect.arrayContaining([500, 500, 500, 500, 345]),
    );
  });

  test("that are shared by packages are fetched once; those that another look-up had, not again", async () => {
    const both = { affected: ["a", "b"].map((name) => ({ package: { ecosystem: "PyPI", name } })) };
    await osv.steer({ records: [record("AB-1", "a", both)] });
    const from = source();
    expect(await ask([named("a"), named("b")], from)).toEqual([["AB-1"], ["AB-1"]]);
    expect(await ask([named("a")], from)).toEqual([["AB-1"]]);
    expect(await asked("/v1/vulns")).toHaveLength(1);
  });

  test("come in pages: only what has another one is asked again", async () => {
    const many = Array.from({ length: 25 }, (_, i) => record(`M-${i}`, "many"));
    await osv.steer({ records: [...many, record("B-1", "b")], pageSize: 10, tokenOnly: true });
    const [found, b] = await ask([named("many"), named("b")]);
    expect(found).toEqual(many.map(({ id }) => id).sort());
    expect(b).toEqual(["B-1"]);
    const pages = (await asked("/v1/querybatch")).map(({ body }) => JSON.parse(body).queries);
    expect(pages.map((queries) => queries.length)).toEqual([2, 2, 1, 1]);
    expect(pages[3]).toEqual([{ package: { ecosystem: "PyPI", name: "many" }, page_token: "page-20" }]);
  });

  test("that cannot be read are unreadable, and no failure", async () => {
    const affected = [{ package: { ecosystem: "PyPI", name: "a" }, versions: 5 }];
    await osv.steer({ records: [record("A-1", "a", { affected }), record("A-2", "a")] });
    expect(await ask([named("a")])).toEqual([["A-2", "A-1? affected[0].versions is not an array"]]);
    expect(slept).toEqual([]);
  });
});

describe("a query that the API would refuse", () => {
  test.each<[string, PackageQuery, string]>([
    ["no name", named(""), "has no name"],
    ["spaces", named("  "), "has no name"],
    ["control characters", named("a\0b"), "control characters"],
    ["half a character", named("a\ud800"), "no valid Unicode"],
    ["a long name", named("ä".repeat(751)), "longer than 1,500 bytes"],
    ["an unknown ecosystem", named("a", "conda"), "no such ecosystem"],
    ["a key of prototypes", named("a", "__proto__"), "no such ecosystem"],
  ])("%s fails alone and is never sent", async (_, query, words) => {
    expect(await ask([named("a"), query, named("b")])).toEqual([
      ["A-1", "A-2"],
      expect.stringContaining(words),
      ["B-1"],
    ]);
    expect(JSON.parse((await osv.seen())[0]!.body).queries).toHaveLength(2);
  });

  test("is found by halves where only the API knows it", async () => {
    const names = Array.from({ length: 100 }, (_, i) => (i === 42 ? "odd" : `p${i}`));
    const refused = { kind: "status", status: 400, body: { code: 3, message: "Odd one." }, path: "/v1/querybatch" };
    await osv.steer({ faults: [{ ...refused, holds: '"odd"' }] });
    const answers = await ask(names.map((name) => named(name)));
    expect(answers.filter((answer) => typeof answer === "string")).toEqual([
      `${server()} answered with status 400: Odd one.`,
    ]);
    expect(answers[42]).toContain("status 400");
    expect(spent()).toBe(0);
  });

  test("costs a bounded number of requests where all are refused", async () => {
    await osv.steer({ faults: [{ kind: "status", status: 400, body: "?", path: "/v1/querybatch" }] });
    const names = Array.from({ length: 3_000 }, (_, i) => named(`p${i}`));
    const answers = await ask(names);
    expect(new Set(answers)).toEqual(new Set([`${server()} answered with status 400`]));
    expect((await osv.seen()).length).toBeLessThan(150);
  });
});

describe("faults that pass", () => {
  test.each<[string, object, number[]]>([
    ["500", { kind: "status", status: 500, times: 2 }, [500, 1_000]],
    ["503", { kind: "status", status: 503, times: 1 }, [500]],
    ["429", { kind: "status", status: 429, headers: { "retry-after": "3" }, times: 1 }, [3_500]],
    ["a connection that breaks", { kind: "reset", times: 1 }, [500]],
    ["an answer that is cut", { kind: "truncated-body", times: 1 }, [500]],
    ["half of its JSON", { kind: "truncated-json", times: 1 }, [500]],
    ["a wrong length", { kind: "wrong-length", times: 1 }, [500]],
    ["nothing", { kind: "empty", times: 1 }, [500]],
    ["a request that hangs", { kind: "hang", times: 1 }, [500]],
  ])("%s is tried again after a pause", async (_, fault, pauses) => {
    const requestMs = "kind" in fault && fault.kind === "hang" ? 2_000 : 20_000;
    await osv.steer({ faults: [{ path: "/v1/querybatch", ...fault }] });
    expect(await ask([named("a"), named("b")], source({ limits: { requestMs } }))).toEqual([["A-1", "A-2"], ["B-1"]]);
    expect(slept).toEqual(pauses);
  });

  test("a pause that the server asks for counts for all requests", async () => {
    const names = Array.from({ length: 200 }, (_, i) => `p${i}`);
    await osv.steer({
      records: names.map((name) => record(`P-${name}`, name)),
      faults: [{ kind: "status", status: 429, headers: { "retry-after": "4" }, path: "/v1/vulns", times: 1 }],
    });
    let passed = 0;
    const asleep: (() => void)[] = [];
    const sleep = (milliseconds: number) => {
      slept.push(milliseconds);
      return new Promise<void>((wake) => asleep.push(wake));
    };
    const sent: string[] = [];
    const watched: HttpClient = { request: (request) => (sent.push(request.url), http.request(request)) };
    const limits = { recordsAtOnce: 8 };
    const from = source({ http: watched, clock: () => performance.now() + passed, sleep, limits });
    const answers = ask(
      names.map((name) => named(name)),
      from,
    );
    // One was told to wait; the seven others were under way and stop before their next request.
    while (asleep.length < 8) await new Promise((done) => setTimeout(done, 5));
    const before = sent.length;
    expect(before).toBeLessThan(names.length);
    passed = 5_000;
    for (const wake of asleep.splice(0)) wake();
    expect(await answers).toEqual(names.map((name) => [`P-${name}`]));
    expect(sent.length).toBe(names.length + 2);
    expect(Math.min(...slept)).toBeGreaterThan(1_000);
  });

  test.each<[string, string | undefined, string | undefined, number | undefined]>([
    ["seconds", "7", undefined, 7_000],
    ["a date, by the server's own clock", "Sat, 01 Jan 2000 00:00:09 GMT", "Sat, 01 Jan 2000 00:00:04 GMT", 5_000],
    ["a date that has passed", "Sat, 01 Jan 2000 00:00:04 GMT", "Sat, 01 Jan 2000 00:00:09 GMT", 0],
    ["a date without another", "Sat, 01 Jan 2000 00:00:09 GMT", undefined, undefined],
    ["nonsense", "soon", "Sat, 01 Jan 2000 00:00:04 GMT", undefined],
    ["a negative number", "-5", undefined, undefined],
    ["nothing", undefined, undefined, undefined],
  ])("Retry-After may be %s", (_, after, date, expected) => {
    const headers = new Map(
      Object.entries({ "retry-after": after, date }).flatMap(([k, v]) => (v ? [[k, v] as const] : [])),
    );
    expect(retryAfter(headers)).toBe(expected);
  });

  test("a clock that is years off does not matter", async () => {
    const headers = { date: "Sat, 01 Jan 2000 00:00:04 GMT", "retry-after": "Sat, 01 Jan 2000 00:00:06 GMT" };
    await osv.steer({ faults: [{ kind: "status", status: 503, headers, times: 1 }] });
    expect(await ask([named("b")])).toEqual([["B-1"]]);
    expect(slept).toEqual([2_500]);
  });
});

describe("faults that stay end as failed, in words, within the bound", () => {
  test.each<[string, object, string]>([
    ["500", { kind: "status", status: 500 }, "answered with status 500 (tried 5 times)"],
    ["401", { kind: "status", status: 401, body: { message: "No." } }, "answered with status 401: No."],
    [
      "429 for a long time",
      { kind: "status", status: 429, headers: { "retry-after": "120" } },
      "answered with status 429 and asks to wait 120 s, longer than a look-up may take",
    ],
    ["a redirect", { kind: "redirect", location: "http://127.0.0.1:9/" }, "a redirect, which is not followed"],
    ["a hang", { kind: "hang" }, "gave no whole answer within 0.2 s (tried 5 times)"],
    ["a drip", { kind: "drip", milliseconds: 50 }, "gave no whole answer within 0.2 s (tried 5 times)"],
    ["half of its JSON", { kind: "truncated-json" }, "makes no sense: it is no whole JSON (tried 2 times)"],
    ["a cut answer", { kind: "truncated-body" }, "ends too early (tried 5 times)"],
    ["a wrong length", { kind: "wrong-length" }, "is not as long as it says (tried 5 times)"],
    ["nothing", { kind: "empty" }, "makes no sense: it is empty (tried 2 times)"],
    ["a huge answer", { kind: "huge" }, "is longer than 16,777,216 bytes"],
    ["a bomb", { kind: "bomb" }, "is longer than 16,777,216 bytes"],
    ["another shape", { kind: "json", json: { hello: [] } }, "makes no sense: it has no results"],
    ["null", { kind: "json", json: null }, "makes no sense: it has no results"],
    ["too few results", { kind: "json", json: { results: [{}] } }, "it has 1 results for 2 queries"],
    ["the same page", { kind: "endless-tokens" }, "gives the same page without end"],
    ["new pages", { kind: "endless-tokens", fresh: true }, "did not come to an end after 100 pages"],
  ])("%s", async (_, fault, words) => {
    await osv.steer({ faults: [fault] });
    const slow = words.includes("within 0.2 s");
    const answers = await ask([named("a"), named("b")], source({ limits: slow ? { requestMs: 200 } : {} }));
    expect(answers).toEqual([expect.stringContaining(words), expect.stringContaining(words)]);
    expect(answers[0]).toMatch(new RegExp(`${server()}|^the OSV API`));
    expect(spent()).toBeLessThan(20_000);
  });

  test.each<[string, unknown, string]>([
    ["no object", 5, "a result is no object"],
    ["records that are no list", { vulns: 5 }, "its records are no list"],
    ["a token that is no text", { next_page_token: 5 }, "a token for the next page is no text"],
    ["a record that is null", { vulns: [null] }, "the id of a record is none"],
    ["an id that leaves its place", { vulns: [{ id: "../../x", modified: TIME }] }, "the id of a record is none"],
    ["a long id", { vulns: [{ id: "A".repeat(200), modified: TIME }] }, "the id of a record is none"],
    ["no time", { vulns: [{ id: "A-1" }] }, "record A-1 does not say when it was modified"],
    [
      "another's record",
      { vulns: [{ id: "B-1", modified: TIME }] },
      "lists record B-1, which is not about this package",
    ],
    ["a record that is gone", { vulns: [{ id: "C-1", modified: TIME }] }, "record C-1 could not be had: "],
  ])("a result that is %s fails that package alone", async (_, result, words) => {
    const results = [result, { vulns: [{ id: "B-1", modified: TIME }] }];
    await osv.steer({ faults: [{ kind: "json", path: "/v1/querybatch", json: { results } }] });
    expect(await ask([named("a"), named("b")])).toEqual([expect.stringContaining(words), ["B-1"]]);
  });

  test("a record that cannot be had fails only the packages that it is of", async () => {
    await osv.steer({
      faults: [{ kind: "status", status: 404, body: { code: 5, message: "Bug not found." }, path: "/v1/vulns/A-2" }],
    });
    expect(await ask([named("a"), named("b")])).toEqual([
      `record A-2 could not be had: ${server()} answered with status 404: Bug not found.`,
      ["B-1"],
    ]);
  });

  test("another record than the one asked for is none", async () => {
    await osv.steer({ faults: [{ kind: "json", path: "/v1/vulns/B-1", json: record("A-1", "b") }] });
    expect(await ask([named("a"), named("b")])).toEqual([
      ["A-1", "A-2"],
      expect.stringContaining("it is not the record B-1 (tried 2 times)"),
    ]);
  });

  test("nobody listens; credentials of the address are not told", async () => {
    const closed = await closedAddress();
    const from = source({ url: closed.replace("//", "//me:secret@") + "/mirror/" });
    expect(from.describe()).toBe(`the OSV API (${closed}/mirror)`);
    expect(await ask([named("a")], from)).toEqual([`${closed.slice(7)} refuses the connection (tried 5 times)`]);
    expect(spent()).toBe(7_500);
  });

  test.each(["", "nowhere", "http://osv.invalid"])("the address is %j", async (url) => {
    expect(await ask([named("a")], source({ url }))).toEqual([expect.stringMatching(/no address|cannot be found/)]);
  });

  test("names and records that hang end together at the deadline, and the next look-up has no time left", async () => {
    await osv.steer({ faults: [{ kind: "hang", path: "/v1/vulns/A" }] });
    const clock = () => performance.now();
    const sleep = (milliseconds: number) => new Promise<void>((done) => setTimeout(done, milliseconds));
    const from = source({
      clock,
      sleep,
      limits: { totalMs: 3_000, backOffMs: 10, requestMs: 2_500, recordsAtOnce: 2 },
    });
    const [a, b] = await ask([named("a"), named("b")], from);
    expect(a).toMatch(/^record A-1 could not be had: .* gave no whole answer within [0-2]\.?\d* s/);
    expect(b).toEqual(expect.anything());
    expect(await ask([named("b")], from)).toEqual([expect.stringContaining("within the 3 s that a look-up may take")]);
  });

  test("more bytes than all answers may have", async () => {
    const words = await ask([named("a"), named("b")], source({ limits: { totalBytes: 200, recordsAtOnce: 1 } }));
    expect(words[1]).toContain("gave more than 200 bytes");
  });

  test.each([new HttpFailure("tls", "no trust"), new Error("secret"), "text", undefined])(
    "a client that throws %p",
    async (thrown) => {
      const broken: HttpClient = {
        request: () => {
          throw thrown;
        },
      };
      const words = thrown instanceof HttpFailure ? "no trust" : "the request failed for a reason unknown";
      expect(await ask([named("a")], source({ http: broken }))).toEqual([words]);
    },
  );
});

describe("a cache", () => {
  class Memory implements RecordCache {
    readonly kept = new Map<string, string>();
    flushed = 0;
    get = (id: string, modified: string) => this.kept.get(`${id} ${modified}`);
    put = (id: string, modified: string, json: string) => void this.kept.set(`${id} ${modified}`, json);
    flush = () => void this.flushed++;
  }

  test("saves the fetching, until a record is modified", async () => {
    const cache = new Memory();
    expect(await ask([named("a")], source({ cache }))).toEqual([["A-1", "A-2"]]);
    expect([...cache.kept.keys()].sort()).toEqual([`A-1 ${TIME}`, `A-2 ${TIME}`]);
    expect(cache.flushed).toBe(1);
    await osv.steer({
      reset: true,
      records: [record("A-1", "a"), record("A-2", "a", { modified: "2026-02-01T00:00:00Z" })],
    });
    expect(await ask([named("a")], source({ cache }))).toEqual([["A-1", "A-2"]]);
    expect((await asked("/v1/vulns")).map(({ path }) => path)).toEqual(["/v1/vulns/A-2"]);
  });

  test.each([
    ["half of one", '{"id":"A-1"'],
    ["another record", JSON.stringify(record("A-2", "a"))],
    ["nothing", ""],
  ])("that holds %s is as good as none", async (_, text) => {
    const cache = new Memory();
    cache.put("A-1", TIME, text);
    expect(await ask([named("a")], source({ cache }))).toEqual([["A-1", "A-2"]]);
    expect(await asked("/v1/vulns/A-1")).toHaveLength(1);
  });

  test("is not given a record that is older than the list says", async () => {
    const cache = new Memory();
    const old = record("B-1", "b", { modified: "2025-01-01T00:00:00Z" });
    await osv.steer({ faults: [{ kind: "json", path: "/v1/vulns/B-1", json: old }] });
    expect(await ask([named("b")], source({ cache }))).toEqual([["B-1"]]);
    expect(cache.kept.size).toBe(0);
  });
});

import { appendFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openRecordCache, recordCacheDirectory } from "../../src/host/record-cache";

const TIME = "2026-01-02T03:04:05.123456Z";
const json = (id: string, details = "") => JSON.stringify({ id, details });
let directory: string;

beforeEach(() => (directory = join(mkdtempSync(join(tmpdir(), "assay-records-")), "osv")));
afterEach(() => rmSync(join(directory, ".."), { recursive: true, force: true }));

const file = () => join(directory, readdirSync(directory)[0]!);
function keep(records: Readonly<Record<string, string>>, time = TIME): void {
  const cache = openRecordCache(directory);
  for (const [id, text] of Object.entries(records)) cache.put(id, time, text);
  cache.flush();
}

test("keeps records from one run to the next, by id and time", () => {
  keep({ "GHSA-1": json("GHSA-1", "ä\n\u2028") });
  keep({ ["__proto__"]: json("__proto__"), "RHSA-2003:315": '{\n  "id": "RHSA-2003:315"\r\n}' });
  const cache = openRecordCache(directory);
  expect(cache.get("GHSA-1", TIME)).toBe(json("GHSA-1", "ä\n\u2028"));
  expect(JSON.parse(cache.get("RHSA-2003:315", TIME)!)).toEqual({ id: "RHSA-2003:315" });
  expect(cache.get("__proto__", TIME)).toBe(json("__proto__"));
  expect(cache.get("GHSA-1", "2026-01-02T03:04:06Z")).toBeUndefined();
  expect(cache.get("GHSA-2", TIME)).toBeUndefined();
  expect(statSync(file()).mode & 0o077).toBe(0);
});

test("of two with one key the later counts", () => {
  keep({ A: json("A", "1") });
  keep({ A: json("A", "2") });
  expect(openRecordCache(directory).get("A", TIME)).toBe(json("A", "2"));
});

test("what is damaged is not there, and what stands beside it is", () => {
  keep({ A: json("A"), B: json("B", "before"), C: json("C") });
  writeFileSync(file(), readFileSync(file(), "utf8").replace("before", "beforf"));
  const cache = openRecordCache(directory);
  expect([cache.get("A", TIME), cache.get("B", TIME), cache.get("C", TIME)]).toEqual([json("A"), undefined, json("C")]);
});

test("a line that was cut does not swallow the next", () => {
  keep({ A: json("A") });
  appendFileSync(file(), "0123abcd B 2026");
  keep({ C: json("C") });
  const cache = openRecordCache(directory);
  expect([cache.get("A", TIME), cache.get("B", TIME), cache.get("C", TIME)]).toEqual([json("A"), undefined, json("C")]);
});

test.each([
  ["nothing", ""],
  ["zeros", "\0".repeat(100_000)],
  ["newlines", "\n".repeat(100_000)],
  ["a long line", "x".repeat(1_000_000)],
])("a file of %s is as good as none", (_, content) => {
  keep({ A: json("A") });
  writeFileSync(file(), content);
  expect(openRecordCache(directory).get("A", TIME)).toBeUndefined();
  keep({ A: json("A") });
  expect(openRecordCache(directory).get("A", TIME)).toBe(json("A"));
});

test("stays within its size, and keeps what was asked for and what is new", () => {
  const big = "x".repeat(1_000);
  const max = 20_000;
  const fill = openRecordCache(directory, max);
  for (let i = 0; i < 9; i++) fill.put(`OLD-${i}`, TIME, json(`OLD-${i}`, big));
  fill.flush();
  const next = openRecordCache(directory, max);
  for (let i = 0; i < 8; i++) next.put(`MORE-${i}`, TIME, json(`MORE-${i}`, big));
  next.flush();
  const last = openRecordCache(directory, max);
  expect(last.get("OLD-0", TIME)).toBeDefined();
  for (let i = 0; i < 5; i++) last.put(`NEW-${i}`, TIME, json(`NEW-${i}`, big));
  last.flush();
  expect(statSync(file()).size).toBeLessThanOrEqual(max);
  expect(readdirSync(directory)).toHaveLength(1);
  const after = openRecordCache(directory, max);
  const kept = (id: string) => after.get(id, TIME) !== undefined;
  expect([kept("OLD-0"), kept("OLD-1"), kept("MORE-7"), kept("NEW-0"), kept("NEW-4")]).toEqual([
    true,
    false,
    true,
    true,
    true,
  ]);
});

test("a file larger than it may be is not read, and written anew", () => {
  keep({ A: json("A") });
  appendFileSync(file(), "x".repeat(10_000));
  const cache = openRecordCache(directory, 5_000);
  expect(cache.get("A", TIME)).toBeUndefined();
  cache.put("B", TIME, json("B"));
  cache.flush();
  expect(statSync(file()).size).toBeLessThan(1_000);
  expect(openRecordCache(directory, 5_000).get("B", TIME)).toBe(json("B"));
});

test.each([
  ["an id with a space", "A B", TIME],
  ["an id with a line's end", "A\nB", TIME],
  ["a time with a space", "A", "2026 01"],
  ["a long id", "A".repeat(200), TIME],
])("%s is not kept", (_, id, time) => {
  const cache = openRecordCache(directory);
  cache.put(id, time, json("A"));
  cache.put("B", TIME, json("B"));
  cache.flush();
  expect(openRecordCache(directory).get(id, time)).toBeUndefined();
  expect(openRecordCache(directory).get("B", TIME)).toBe(json("B"));
});

test("a directory that cannot be made costs no answer", () => {
  writeFileSync(join(directory, "..", "file"), "");
  const cache = openRecordCache(join(directory, "..", "file", "osv"));
  cache.put("A", TIME, json("A"));
  cache.flush();
  expect(cache.get("A", TIME)).toBeUndefined();
});

test("lies where the system keeps caches", () => {
  expect(recordCacheDirectory({ XDG_CACHE_HOME: "/c" }, "linux")).toBe(join("/c", "model-assay", "osv-records"));
  expect(recordCacheDirectory({ HOME: "/h" }, "darwin")).toBe(join("/h", ".cache", "model-assay", "osv-records"));
  expect(recordCacheDirectory({ LOCALAPPDATA: "/l" }, "win32")).toBe(join("/l", "model-assay", "osv-records"));
  expect(recordCacheDirectory({}, "win32")).toBeUndefined();
});

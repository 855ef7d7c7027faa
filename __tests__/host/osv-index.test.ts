import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { indexDirectory, MAX_STORED_INDEX_BYTES, openIndexStore } from "../../src/host/osv-index";

const KEY = "0f".repeat(32);
const BYTES = Uint8Array.of(1, 2, 3);
let home: string;
let directory: string;

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), "assay-index-"));
  directory = join(home, "model-assay", "osv-index");
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

const file = (key = KEY) => join(directory, `${key}.idx`);
const get = () => openIndexStore(directory).get(KEY);
const keep = (key = KEY) => openIndexStore(directory).put(key, BYTES);

test("lies beside the databases", () => {
  expect(indexDirectory({ XDG_CACHE_HOME: "/c", HOME: "/h" }, "linux")).toBe("/c/model-assay/osv-index");
  expect(indexDirectory({ HOME: "/h" }, "win32")).toBeUndefined();
});

test("keeps an index for its user alone", () => {
  expect(get()).toBeUndefined();
  keep();
  expect(Uint8Array.from(get()!)).toEqual(BYTES);
  expect(openIndexStore(directory).get("0e".repeat(32))).toBeUndefined();
  expect(statSync(file()).mode & 0o777).toBe(0o600);
  expect(statSync(directory).mode & 0o777).toBe(0o700);
  expect(readdirSync(directory)).toEqual([`${KEY}.idx`]);
});

test.each(["../../x", "", "0F".repeat(32), `${KEY}0`, "__proto__"])("has no file for the key %j", (key) => {
  keep(key);
  expect(openIndexStore(directory).get(key)).toBeUndefined();
  expect(readdirSync(home)).toEqual([]);
});

describe("an index that somebody else could have written", () => {
  beforeEach(() => {
    keep();
    expect(get()).toBeDefined();
  });

  test.each([0o620, 0o602, 0o666])("is not read: file of mode %o", (mode) => {
    chmodSync(file(), mode);
    expect(get()).toBeUndefined();
  });

  test.each(["", ".."])("is not read or written: directory %j writable by others", (above) => {
    for (const mode of [0o770, 0o702]) {
      chmodSync(join(directory, above), mode);
      expect(get()).toBeUndefined();
      keep("0e".repeat(32));
      expect(readdirSync(directory)).toEqual([`${KEY}.idx`]);
      chmodSync(join(directory, above), 0o700);
      expect(get()).toBeDefined();
    }
  });

  test("is not read or written: another user's", () => {
    const stranger = openIndexStore(directory, (process.getuid?.() ?? 0) + 1);
    expect(stranger.get(KEY)).toBeUndefined();
    stranger.put("0e".repeat(32), BYTES);
    expect(readdirSync(directory)).toEqual([`${KEY}.idx`]);
  });

  test("is not read: the file is a link", () => {
    renameSync(file(), join(home, "elsewhere"));
    symlinkSync(join(home, "elsewhere"), file());
    expect(get()).toBeUndefined();
    // It is replaced, and what it leads to stays.
    openIndexStore(directory).put(KEY, Uint8Array.of(9));
    expect(Uint8Array.from(get()!)).toEqual(Uint8Array.of(9));
    expect(statSync(join(home, "elsewhere")).size).toBe(BYTES.length);
  });

  test.each(["", ".."])("is not read or written: directory %j is a link", (above) => {
    const moved = join(directory, above);
    renameSync(moved, join(home, "elsewhere"));
    symlinkSync(join(home, "elsewhere"), moved);
    expect(get()).toBeUndefined();
    keep("0e".repeat(32));
    expect(readdirSync(directory)).toEqual([`${KEY}.idx`]);
  });
});

test("is no file that is too large, and writes none", () => {
  keep();
  truncateSync(file(), MAX_STORED_INDEX_BYTES + 1);
  expect(get()).toBeUndefined();
  openIndexStore(directory).put("0e".repeat(32), new Uint8Array(MAX_STORED_INDEX_BYTES + 1));
  expect(readdirSync(directory)).toEqual([`${KEY}.idx`]);
});

test("is no directory or pipe of that name", () => {
  mkdirSync(file(), { recursive: true, mode: 0o700 });
  expect(get()).toBeUndefined();
  keep();
  expect(readdirSync(directory)).toEqual([`${KEY}.idx`]);
});

test("keeps the latest, and what is not its own", () => {
  keep();
  writeFileSync(join(directory, "notes.txt"), "");
  writeFileSync(`${file()}.0123456789ab`, "half");
  for (const name of [`${KEY}.idx`, `${KEY}.idx.0123456789ab`, "notes.txt"]) utimesSync(join(directory, name), 1, 1);
  for (let i = 0; i < 30; i++) keep(i.toString(16).padStart(64, "0"));
  const names = readdirSync(directory);
  expect(names).toContain("notes.txt");
  expect(names).toHaveLength(25);
  expect(get()).toBeUndefined();
});

test("never throws where it cannot write", () => {
  writeFileSync(join(home, "model-assay"), "a file");
  keep();
  expect(get()).toBeUndefined();
});

import { createHash, randomBytes } from "node:crypto";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { actionsCache, type CacheModule } from "../../src/host/actions-cache";
import { createHttpClient, type ClosableHttpClient } from "../../src/host/http";
import {
  fetchedDatabases,
  folderDatabases,
  userDatabaseFolder,
  type FetchedOptions,
} from "../../src/host/osv-database";
import { Bucket } from "../support/osv-bucket";

const NOW = new Date("2026-11-21T12:00:00Z");
const CONTENT = Buffer.from("what the bucket has now");
const OLD = Buffer.from("what the bucket had yet");

let folder: string;
let bucket: Bucket;
let http: ClosableHttpClient;
let notices: string[];

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "osv-database-"));
  bucket = await Bucket.start();
  bucket.set("/PyPI/all.zip", CONTENT);
  http = createHttpClient({ env: {} });
  notices = [];
});

afterEach(async () => {
  await http.close();
  await bucket.close();
  rmSync(folder, { recursive: true, force: true });
});

describe("a folder of databases", () => {
  test("is read as it is, and dated by its files", async () => {
    put(CONTENT);
    const databases = folderDatabases({ folder, notice, now: NOW });
    expect(databases.where).toBe(folder);
    expect(await contentOf(databases.open("PyPI"))).toEqual({ content: CONTENT, dated: "2026-11-18" });
    expect(notices).toEqual([]);
  });

  test("without one says where to get it, spaces encoded", async () => {
    const databases = folderDatabases({ folder, notice, now: NOW });
    expect(await databases.open("npm")).toEqual({
      failed: `no database for npm in ${folder}: fetch https://osv-vulnerabilities.storage.googleapis.com/npm/all.zip to ${folder}/npm/all.zip`,
    });
    expect(await databases.open("GitHub Actions")).toEqual({
      failed: expect.stringContaining("https://osv-vulnerabilities.storage.googleapis.com/GitHub%20Actions/all.zip"),
    });
  });

  test("with something else in its place says so", async () => {
    mkdirSync(join(folder, "PyPI", "all.zip"), { recursive: true });
    const answer = await folderDatabases({ folder, notice, now: NOW }).open("PyPI");
    expect(answer).toEqual({ failed: `the database for PyPI in ${folder} cannot be opened: it is no regular file` });
  });

  test("that is older than a week is worth a word", async () => {
    put(CONTENT, "2026-10-01T00:00:00Z");
    (await ok(folderDatabases({ folder, notice, now: NOW }).open("PyPI"))).close();
    expect(notices).toEqual([`the OSV database for PyPI in ${folder} is of 2026-10-01, 51 days old`]);
  });
});

describe.each([true, false])("a fetched database (cache trusted: %s)", (trustCache) => {
  test("is fetched, dated by the bucket and kept", async () => {
    expect(await contentOf(open({ trustCache }))).toEqual({ content: CONTENT, dated: "2026-11-20" });
    expect(readFileSync(path())).toEqual(CONTENT);
    expect(statSync(path()).mtime).toEqual(new Date("2026-11-20T06:30:00Z"));
    expect(bucket.requests).toEqual(["HEAD /PyPI/all.zip", "GET /PyPI/all.zip"]);
    expect(notices).toEqual([]);
  });

  test("is asked for and not fetched where the kept one is what the bucket has", async () => {
    put(CONTENT);
    expect(await contentOf(open({ trustCache }))).toEqual({ content: CONTENT, dated: "2026-11-20" });
    expect(bucket.requests).toEqual(["HEAD /PyPI/all.zip"]);
  });

  test("is fetched anew where the kept one differs, by content or by length", async () => {
    for (const kept of [OLD, Buffer.concat([CONTENT, Buffer.from("more")]), Buffer.alloc(0)]) {
      put(kept);
      expect((await contentOf(open({ trustCache }))).content).toEqual(CONTENT);
      expect(readFileSync(path())).toEqual(CONTENT);
    }
    expect(bucket.requests.filter((each) => each.startsWith("GET"))).toHaveLength(3);
  });

  test("is fetched anew where the bucket names no digest", async () => {
    put(CONTENT);
    bucket.faults.digest = "";
    expect((await contentOf(open({ trustCache }))).content).toEqual(CONTENT);
    expect(bucket.requests).toEqual(["HEAD /PyPI/all.zip", "GET /PyPI/all.zip"]);
  });

  test("is fetched in pieces where it is large", async () => {
    const large = randomBytes(20 * 1024 * 1024 + 7);
    bucket.set("/PyPI/all.zip", large);
    const { content } = await contentOf(open({ trustCache }));
    expect(content.equals(large)).toBe(true);
    const pieces = ["0-8388607", "8388608-16777215", "16777216-20971526"];
    expect(bucket.requests.slice(1).sort()).toEqual(pieces.map((each) => `GET /PyPI/all.zip bytes=${each}`).sort());
  });

  test("has its space encoded", async () => {
    bucket.set("/GitHub Actions/all.zip", CONTENT);
    const opened = await ok(fetchedDatabases(options({ trustCache })).open("GitHub Actions"));
    opened.close();
    expect(bucket.requests[0]).toBe("HEAD /GitHub%20Actions/all.zip");
  });

  test.each<[string, object, RegExp]>([
    ["another content than the digest", { corrupt: true, only: "GET" }, /sent has another digest than it says/],
    [
      "another digest with the content",
      { digest: "AAAAAAAAAAAAAAAAAAAAAA==", only: "GET" },
      /changed while it was fetched/,
    ],
    ["less than it said", { truncate: 5 }, /ends too early|closed|broke|truncated|ended/],
    ["an error for the question", { status: 500, only: "HEAD" }, /answered with status 500/],
    ["an error for the content", { status: 503, only: "GET" }, /answered with status 503/],
    ["too many requests", { status: 429 }, /answered with status 429/],
    ["a redirect", { status: 302 }, /answered with status 302/],
    ["a refusal", { status: 403 }, /answered with status 403/],
    ["no database", { status: 404 }, /127\.0\.0\.1:\d+ has no database for PyPI \(status 404\)/],
    ["no answer", { hang: true }, /no whole answer within 0\.3 s/],
    ["no answer to the content", { hang: true, only: "GET" }, /no whole answer within 0\.3 s/],
  ])("is none where the bucket answers with %s", async (_, faults, words) => {
    Object.assign(bucket.faults, faults);
    expect(await open({ trustCache })).toEqual({ failed: expect.stringMatching(words) });
    expect(existsSync(dirname(path())) ? readdirSync(dirname(path())) : []).toEqual([]);
  });

  test("is none where the large one changes meanwhile, or comes without ranges", async () => {
    bucket.set("/PyPI/all.zip", randomBytes(9 * 1024 * 1024));
    bucket.faults.swap = randomBytes(9 * 1024 * 1024);
    expect(await open({ trustCache })).toEqual({ failed: expect.stringMatching(/changed while it was fetched/) });
    bucket.faults.noRanges = true;
    expect(await open({ trustCache })).toEqual({ failed: expect.stringMatching(/longer than 8,388,608 bytes/) });
    expect(readdirSync(dirname(path()))).toEqual([]);
  });

  test("is there after a bad moment", async () => {
    Object.assign(bucket.faults, { status: 503, times: 2 });
    expect((await contentOf(open({ trustCache }))).content).toEqual(CONTENT);
    expect(bucket.requests).toHaveLength(4);
  });
});

describe("a kept database, where the bucket cannot be asked or does not give the new one,", () => {
  const CASES: [string, () => void | Promise<void>][] = [
    ["it hangs", () => void (bucket.faults.hang = true)],
    ["it fails", () => void (bucket.faults.status = 500)],
    ["the new one comes broken", () => void Object.assign(bucket.faults, { corrupt: true, only: "GET" })],
    ["nobody listens", () => bucket.close()],
  ];

  test.each(CASES)("is used where nobody else could have written it, with its age: %s", async (_, fault) => {
    put(OLD);
    await fault();
    expect(await contentOf(open({ trustCache: true }))).toEqual({ content: OLD, dated: "2026-11-18" });
    expect(notices).toEqual([
      expect.stringMatching(/^the OSV database for PyPI is of 2026-11-18, 3 days old and could not be renewed: ./),
    ]);
  });

  test.each(CASES)("is not used where a pull request could have: %s", async (_, fault) => {
    put(OLD);
    await fault();
    expect(await open({ trustCache: false })).toEqual({
      failed: expect.stringMatching(/^no current database for PyPI: .*a pull request could have written it$/),
    });
    expect(readFileSync(path())).toEqual(OLD);
  });
});

describe("the cache of GitHub Actions", () => {
  const md5 = createHash("md5").update(CONTENT).digest("hex");
  const key = `model-assay-osv-PyPI-${md5.slice(0, 16)}`;

  test("gives what it has, and what it gives is compared with the bucket", async () => {
    const calls: string[] = [];
    const shared = cache(calls, CONTENT);
    expect((await contentOf(open({ trustCache: true, shared }))).content).toEqual(CONTENT);
    expect(calls).toEqual([`restore ${key}`]);
    expect(bucket.requests).toEqual(["HEAD /PyPI/all.zip"]);
  });

  test.each([
    ["nothing", undefined],
    ["something else", OLD],
  ])("is filled where it gives %s", async (_, given) => {
    const calls: string[] = [];
    expect((await contentOf(open({ trustCache: true, shared: cache(calls, given) }))).content).toEqual(CONTENT);
    expect(calls).toEqual([`restore ${key}`, `save ${key}`]);
  });

  test("is neither read nor written in a pull request", async () => {
    const calls: string[] = [];
    expect((await contentOf(open({ trustCache: false, shared: cache(calls, CONTENT) }))).content).toEqual(CONTENT);
    expect(calls).toEqual([]);
  });

  test("that fails is a notice", async () => {
    const broken: CacheModule = {
      isFeatureAvailable: () => true,
      restoreCache: () => Promise.reject(new Error("no luck")),
      saveCache: () => Promise.reject(new Error("no room")),
    };
    const shared = actionsCache({ env: { ACTIONS_RESULTS_URL: "x" }, notice, load: () => Promise.resolve(broken) })!;
    expect((await contentOf(open({ trustCache: true, shared }))).content).toEqual(CONTENT);
    expect(notices).toEqual([
      "the cache of GitHub Actions could not be read: no luck",
      "the cache of GitHub Actions could not be written: no room",
    ]);
  });

  test("is none outside of a job", () => {
    expect(actionsCache({ env: {}, notice })).toBeUndefined();
  });

  function cache(calls: string[], given: Buffer | undefined) {
    const module: CacheModule = {
      isFeatureAvailable: () => true,
      async restoreCache(paths, wanted) {
        calls.push(`restore ${wanted}`);
        expect(paths).toEqual([path()]);
        if (given === undefined) return undefined;
        put(given);
        return wanted;
      },
      async saveCache(_paths, wanted) {
        calls.push(`save ${wanted}`);
        return 1;
      },
    };
    return actionsCache({ env: { ACTIONS_CACHE_URL: "x" }, notice, load: () => Promise.resolve(module) })!;
  }
});

test("the user's own folder is where caches are", () => {
  expect(userDatabaseFolder({ XDG_CACHE_HOME: "/c", HOME: "/h" }, "linux")).toBe("/c/model-assay/osv-databases");
  expect(userDatabaseFolder({ HOME: "/h" }, "linux")).toBe("/h/.cache/model-assay/osv-databases");
  expect(userDatabaseFolder({ HOME: "/h" }, "win32")).toBeUndefined();
});

function notice(text: string): void {
  notices.push(text);
}

function path(): string {
  return join(folder, "PyPI", "all.zip");
}

function put(content: Uint8Array, modified = "2026-11-18T00:00:00Z"): void {
  mkdirSync(dirname(path()), { recursive: true });
  writeFileSync(path(), content);
  utimesSync(path(), new Date(modified), new Date(modified));
}

function options(more: Pick<FetchedOptions, "trustCache"> & Partial<FetchedOptions>): FetchedOptions {
  const patience = bucket.faults.hang === true ? 300 : 20_000;
  const timeouts = { question: patience, piece: patience, pause: 5 };
  return { folder, notice, now: NOW, http, base: bucket.base, timeouts, ...more };
}

function open(more: Pick<FetchedOptions, "trustCache"> & Partial<FetchedOptions>) {
  return fetchedDatabases(options(more)).open("PyPI");
}

async function ok(opening: ReturnType<typeof open>) {
  const opened = await opening;
  if ("failed" in opened) throw new Error(opened.failed);
  return opened;
}

async function contentOf(opening: ReturnType<typeof open>) {
  const { bytes, dated, close } = await ok(opening);
  const content = Buffer.from(bytes.read(0, bytes.size));
  close();
  return { content, dated };
}

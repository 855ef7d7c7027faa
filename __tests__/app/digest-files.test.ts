import { createHash } from "node:crypto";
import { statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { digestFiles } from "../../src/app/digest-files";
import { DIST } from "../support/command";
import { removeRepos, temporaryDirectory } from "../support/repo";

afterAll(removeRepos);

const BUILT = join(DIST, "hash-worker.js");
const sha256 = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");

function files(contents: Record<string, Uint8Array>) {
  const directory = temporaryDirectory();
  return Object.entries(contents).map(([path, bytes]) => {
    const absolute = join(directory, path);
    writeFileSync(absolute, bytes);
    return { path, absolute, size: statSync(absolute).size };
  });
}

test("here and in threads: the same digests", async () => {
  const large = Buffer.alloc(20 * 1024 ** 2, 7);
  const contents = { a: Buffer.from("a"), empty: Buffer.alloc(0), b: large, c: Buffer.alloc(20 * 1024 ** 2, 8) };
  const done: string[] = [];
  const progress = { read: () => undefined, done: (path: string) => void done.push(path) };
  const found = await digestFiles(files(contents), BUILT, progress);
  expect(found.size).toBe(4);
  expect(done.sort()).toEqual(["a", "b", "c", "empty"]);
  for (const [path, bytes] of Object.entries(contents))
    expect(found.get(path)).toEqual({ path, size: bytes.length, sha256: sha256(bytes) });
});

test("what cannot be read is said, and so is a thread that does not start", async () => {
  const directory = temporaryDirectory();
  const [here] = files({ here: Buffer.alloc(1) });
  const gone = { path: "gone", absolute: join(directory, "gone"), size: 40 * 1024 ** 2 };
  expect((await digestFiles([gone], BUILT)).get("gone")).toEqual({ path: "gone", failed: "ENOENT" });
  const broken = await digestFiles([gone, here!], join(directory, "no-worker.js"));
  expect([...broken.values()].map((each) => "failed" in each && each.failed)).toEqual([
    expect.stringContaining("no-worker.js"),
    expect.stringContaining("no-worker.js"),
  ]);
});

test("how far it is in a large file is told here and in threads, forwards only, and ends where the file does", async () => {
  const size = 40 * 1024 ** 2;
  const [one] = files({ one: Buffer.alloc(size, 1) });
  const read: number[] = [];
  const progress = {
    read: (path: string, bytes: number) => void read.push(path === "one" ? bytes : -1),
    done: () => undefined,
  };
  await digestFiles([one!], BUILT, progress);
  expect(read).toEqual(Array.from({ length: 40 }, (_, i) => (i + 1) * 1024 ** 2));

  // A thread that tells at every window: the built one waits for the clock.
  const worker = join(temporaryDirectory(), "worker.js");
  writeFileSync(
    worker,
    `const { parentPort } = require("node:worker_threads");
     parentPort.on("message", ({ path, size }) => {
       for (const bytes of [1, size]) parentPort.postMessage({ path, bytes });
       parentPort.postMessage({ path, size, sha256: "0" });
     });`,
  );
  const told: string[] = [];
  const all = {
    read: (path: string, bytes: number) => void told.push(`${path} ${bytes}`),
    done: (path: string) => void told.push(path),
  };
  const found = await digestFiles([one!, { ...one!, path: "two", size: 7 }], worker, all);
  expect(found.get("two")).toEqual({ path: "two", size: 7, sha256: "0" });
  expect(told.filter((each) => each.startsWith("one"))).toEqual(["one 1", `one ${size}`, "one"]);
  expect(told.filter((each) => each.startsWith("two"))).toEqual(["two 1", "two 7", "two"]);
});

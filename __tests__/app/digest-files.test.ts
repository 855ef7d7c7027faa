import { createHash } from "node:crypto";
import { statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { digestFiles } from "../../src/app/digest-files";
import { removeRepos, temporaryDirectory } from "../support/repo";

afterAll(removeRepos);

const BUILT = join(__dirname, "../../dist/hash-worker.js");
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
  const heard: [number, number][] = [];
  const found = await digestFiles(files(contents), BUILT, (count, bytes) => heard.push([count, bytes]));
  expect(found.size).toBe(4);
  expect(heard.map(([count]) => count)).toEqual([1, 1, 1, 1]);
  expect(heard.reduce((sum, [, bytes]) => sum + bytes, 0)).toBe(40 * 1024 ** 2 + 1);
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

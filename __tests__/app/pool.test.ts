import { statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { SelectedFile } from "../../src/core/host";
import { counting } from "../../src/app/counting";
import { scanFiles } from "../../src/app/pool";
import { NO_POLICY, ruleContext, withoutChange } from "../../src/app/rule-context";
import type { ProgressState } from "../../src/report/progress";
import { removeRepos, temporaryDirectory } from "../support/repo";
import { zip } from "../support/zip-builder";

afterAll(removeRepos);

/** Bytes above which threads scan. */
const THREADS = 33 * 1024 ** 2;

function written(contents: Record<string, Uint8Array>): { root: string; files: SelectedFile[] } {
  const root = temporaryDirectory();
  const files = Object.entries(contents).map(([path, bytes]) => {
    const absolute = join(root, path);
    writeFileSync(absolute, bytes);
    return { path, absolute, size: statSync(absolute).size, sameAsBase: false };
  });
  return { root, files };
}

/** Scans with a clock of which each look takes 60 ms, and hears all. */
async function scanned(root: string, files: readonly SelectedFile[], workerPath?: string) {
  const repository = withoutChange(root, false);
  const states: ProgressState[] = [];
  let time = 0;
  const options = {
    setup: { context: NO_POLICY, repository },
    context: ruleContext(NO_POLICY, repository),
    progress: counting(
      files,
      (state) => states.push(state),
      () => (time += 60),
    ),
    ...(workerPath === undefined ? {} : { workerPath }),
  };
  return { results: await scanFiles(files, options), states };
}

/** A worker that does what the text says with its `batch` and `post`. */
function workerThat(does: string): string {
  const path = join(temporaryDirectory(), "worker.js");
  writeFileSync(
    path,
    `const { parentPort } = require("node:worker_threads");
     const post = (said) => parentPort.postMessage(said);
     parentPort.on("message", (batch) => { ${does} });`,
  );
  return path;
}
const RESULT = `post(batch.map(({ path, size }) => ({ path, size, members: 0, findings: [] })));`;

function neverBack(states: readonly ProgressState[]): void {
  for (const [i, { bytesDone, bytes = 0, filesDone, files }] of states.entries()) {
    expect(bytesDone).toBeLessThanOrEqual(bytes);
    expect(filesDone).toBeLessThanOrEqual(files);
    expect(bytesDone).toBeGreaterThanOrEqual(states[i - 1]?.bytesDone ?? 0);
  }
}

test("a file that is scanned here moves the count while it is read", async () => {
  const header = Buffer.from(JSON.stringify({ w: { dtype: "U8", shape: [5e6], data_offsets: [0, 5e6] } }));
  const size = Buffer.alloc(8);
  size.writeBigUInt64LE(BigInt(header.length));
  const { root, files } = written({ "a.safetensors": Buffer.concat([size, header, Buffer.alloc(5e6)]) });
  const { states } = await scanned(root, files);
  neverBack(states);
  expect(states.length).toBeGreaterThan(2);
  expect(states[0]).toMatchObject({ filesDone: 0 });
  expect(states.at(-1)).toMatchObject({ filesDone: 1, bytesDone: files[0]!.size });
});

test("an archive that expands counts for what it has on disk", async () => {
  const bomb = zip([{ name: "data.pkl", data: Buffer.alloc(30e6, "N"), method: 8 }]);
  const { root, files } = written({ "bomb.zip": bomb });
  expect(bomb.length).toBeLessThan(1e6);
  const { states } = await scanned(root, files);
  neverBack(states);
  expect(states.at(-1)).toMatchObject({ filesDone: 1, bytesDone: bomb.length, bytes: bomb.length });
});

test("workers tell how far they are, and what they saw in the end", async () => {
  const { root, files } = written({
    "a.bin": Buffer.alloc(THREADS),
    "b.bin": Buffer.alloc(9),
    "c.bin": Buffer.alloc(9),
  });
  const half = `const [{ path, size }] = batch; for (const part of [0.25, 0.5, 0.1, 7]) post({ path, bytes: size * part });`;
  const { results, states } = await scanned(root, files, workerThat(half + RESULT));
  expect(results.map(({ path }) => path).sort()).toEqual(["a.bin", "b.bin", "c.bin"]);
  neverBack(states);
  const sum = files.reduce((all, { size }) => all + size, 0);
  // The small files may be done before or after it.
  expect(states.filter(({ bytesDone }) => bytesDone >= THREADS / 2 && bytesDone < THREADS)).not.toEqual([]);
  expect(states.at(-1)).toMatchObject({ filesDone: 3, bytesDone: sum });
});

test("a worker that dies on one file of its batch: the others are scanned again, and nothing counts twice", async () => {
  const small = Object.fromEntries([..."bcd"].map((name) => [`${name}.bin`, Buffer.alloc(9)]));
  const { root, files } = written({ "a.bin": Buffer.alloc(THREADS), ...small });
  const dies = `post({ path: batch[0].path, bytes: 5 }); if (batch.some(({ path }) => path === "c.bin")) process.exit(1); else {${RESULT}}`;
  const { results, states } = await scanned(root, files, workerThat(dies));
  expect(results.map(({ path }) => path).sort()).toEqual(["a.bin", "b.bin", "c.bin", "d.bin"]);
  expect(results.find(({ path }) => path === "c.bin")?.notScanned).toBeDefined();
  neverBack(states);
  expect(states.at(-1)).toMatchObject({ filesDone: 4, files: 4, bytesDone: THREADS + 27 });
});

import { flawOf, type LogEntry } from "../../src/attest/log-entry";
import { createLog } from "../support/sigstore-log";

/** Entry `index` of a log with `size` entries, as its witness would take it. */
function entryOf(size: number, index: number): LogEntry {
  const log = createLog("p256", "log.test");
  for (let each = 1; each < size; each += 1) log.append(Buffer.from(`entry ${each}`));
  const { root, hashes, checkpoint } = log.prove(index);
  return {
    logIndex: String(index),
    logId: log.id,
    kind: "dsse",
    version: "0.0.1",
    integratedTime: "1",
    proof: { logIndex: String(index), treeSize: String(size), rootHash: root, hashes, checkpoint },
    body: log.entries[index]!,
  };
}

test("each entry of trees of every shape is proven, by its own place only", () => {
  for (let size = 1; size <= 20; size += 1)
    for (let index = 0; index < size; index += 1) {
      const entry = entryOf(size, index);
      expect([size, index, flawOf(entry)]).toEqual([size, index, undefined]);
      for (const place of [index - 1, index + 1, size, 2 ** 40].filter((each) => each >= 0)) {
        const moved = { ...entry, proof: { ...entry.proof, logIndex: String(place) } };
        expect([size, index, place, flawOf(moved)]).toEqual([size, index, place, expect.any(String)]);
      }
    }
});

test.each<[string, (entry: LogEntry) => LogEntry, string]>([
  ["another body", (entry) => ({ ...entry, body: Buffer.from("x") }), "root hash"],
  [
    "another hash",
    (entry) => proof(entry, { hashes: [Buffer.alloc(32), ...entry.proof.hashes.slice(1)] }),
    "root hash",
  ],
  ["one hash more", (entry) => proof(entry, { hashes: [...entry.proof.hashes, Buffer.alloc(32)] }), "root hash"],
  [
    "a hash of a wrong length",
    (entry) => proof(entry, { hashes: entry.proof.hashes.map((each) => each.subarray(1)) }),
    "root hash",
  ],
  ["another size", (entry) => proof(entry, { treeSize: "7" }), "another tree"],
  ["a checkpoint of another root", (entry) => proof(entry, { checkpoint: "log\n6\nAAAA\n\n" }), "another tree"],
  ["a checkpoint without lines", (entry) => proof(entry, { checkpoint: "" }), "another tree"],
  ["a checkpoint without end", (entry) => proof(entry, { checkpoint: "\n".repeat(100_000) }), "too long"],
  ["numbers without end", (entry) => proof(entry, { treeSize: "9".repeat(19), logIndex: "9".repeat(18) }), "root hash"],
])("%s is a flaw", (_, change, words) => {
  const good = entryOf(6, 2);
  expect(flawOf(good)).toBeUndefined();
  expect(flawOf(change(good))).toContain(words);
});

function proof(entry: LogEntry, changes: Partial<LogEntry["proof"]>): LogEntry {
  return { ...entry, proof: { ...entry.proof, ...changes } };
}
